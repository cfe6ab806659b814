import { coreErrors } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/transaction";
import { findNode } from "@/lib/nodes/engines";
import { nodeErrors } from "@/lib/nodes/errors";
import { requestStandardPorts } from "@/lib/nodes/ports/ports";
import type { LockedService } from "./lock-service";
import { standardPortsOf } from "./standard-ports-of";

/**
 * A service that has ports of the pool takes the standard ports of its kind at its next start, if no other program of the
 * machine has them; the ports of the pool are free when its container is gone. On the panel's own machine only: elsewhere
 * the worker cannot see whether a port is free. `standard_port_taken` if another service has one.
 */
export async function moveToStandardPorts(tx: Tx, { managed, row }: LockedService): Promise<void> {
  const requests = standardPortsOf(managed);
  const node = await findNode(tx, row.nodeId);
  if (node?.dockerHost !== null) {
    const message = "The service is on another machine. Run a new one there at the standard ports.";
    throw coreErrors.validation_failed({ errors: [{ path: "standardPorts", message }] });
  }
  const taken = await requestStandardPorts(tx, row.id, requests);
  if (taken !== null) {
    throw nodeErrors.standard_port_taken({ detail: `Another service of ${node.name} has port ${taken}.` });
  }
}
