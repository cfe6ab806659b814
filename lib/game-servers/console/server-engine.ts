import type { ContainerEngine } from "@/lib/provisioning/engine";
import { engineOfWorkload } from "@/lib/workloads/lifecycle/workload-engine";
import { gameServerErrors } from "../errors";
import type { LoadedServer } from "../load-server";

/** The engine that holds the server; `wrong_state` when it has no machine. */
export async function engineOfServer(server: LoadedServer): Promise<ContainerEngine> {
  const engine = await engineOfWorkload(server);
  if (!engine) throw gameServerErrors.wrong_state({ detail: "The server has no machine: retry or delete it." });
  return engine;
}
