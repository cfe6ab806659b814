import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import type { LoadedServer } from "../load-server";
import { fileLimit } from "../watch/decide-disk";

/** Gives the server's size to the file system, where that enforces sizes; false without a volume. */
export async function limitDisk(
  engine: ContainerEngine,
  server: Pick<LoadedServer, "id" | "diskMb">,
  options: { signal: AbortSignal; timeoutMs?: number },
): Promise<boolean> {
  const limit = { megabytes: server.diskMb, files: fileLimit(server.diskMb) };
  return (await engine.limitVolume(objectNames.volume(server.id), limit, options)) !== "absent";
}
