import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { findNode } from "@/lib/nodes/engines";
import { nodeErrors } from "@/lib/nodes/errors";
import { requestStandardPorts } from "@/lib/nodes/ports/ports";
import { lockService } from "./lock-service";

/**
 * A service that has ports of the pool takes the standard ports of its kind at its next start, if no other program of the
 * machine has them; the ports of the pool are free when its container is gone. On the panel's own machine only: elsewhere
 * the worker cannot see whether a port is free. `standard_port_taken` if another service has one.
 */
export async function moveToStandardPorts(tx: Tx, actor: Actor, provider: HostedProvider): Promise<void> {
  const { managed, row } = await lockService(tx, actor, provider.id);
  const requests = managed.ports.flatMap(({ name, protocol, standardPort }) =>
    standardPort === undefined ? [] : [{ name, protocol, standardPort }],
  );
  const node = await findNode(tx, row.nodeId);
  if (requests.length === 0 || node?.dockerHost !== null) {
    const message =
      requests.length === 0
        ? "This kind of service has no standard ports."
        : "The service is on another machine. Run a new one there at the standard ports.";
    throw coreErrors.validation_failed({ errors: [{ path: "standardPorts", message }] });
  }
  const taken = await requestStandardPorts(tx, provider.id, requests);
  if (taken !== null) {
    throw nodeErrors.standard_port_taken({ detail: `Another service of ${node.name} has port ${taken}.` });
  }
}
