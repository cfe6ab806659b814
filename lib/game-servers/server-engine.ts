import { sql } from "@/lib/db/transaction";
import { EngineRegistry, findNode } from "@/lib/nodes/engines";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { gameServerErrors } from "./errors";
import type { LoadedServer } from "./load-server";

// The web process talks to engines for consoles only; one registry serves all of its requests.
const registry = new EngineRegistry();

/** The engine that holds the server; `wrong_state` when it has no machine. */
export async function engineOfServer(server: LoadedServer): Promise<ContainerEngine> {
  const node = server.nodeId ? await findNode(sql(), server.nodeId) : null;
  if (!node) throw gameServerErrors.wrong_state({ detail: "The server has no machine: retry or delete it." });
  return registry.engineOf(node);
}
