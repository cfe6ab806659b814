import { sql } from "@/lib/db/transaction";
import { EngineRegistry, findNode } from "@/lib/nodes/engines";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import type { Workload } from "../load-workload";

// The web process talks to engines for consoles only; one registry serves all of its requests.
const registry = new EngineRegistry();

/** The engine of the workload's machine; null when it has none. */
export async function engineOfWorkload({ nodeId }: Pick<Workload, "nodeId">): Promise<ContainerEngine | null> {
  const node = nodeId ? await findNode(sql(), nodeId) : null;
  return node && registry.engineOf(node);
}
