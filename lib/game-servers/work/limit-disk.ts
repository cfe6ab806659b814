import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import type { LoadedServer } from "../load-server";
import { fileLimit } from "../watch/decide-disk";

/** Gives the server's size to the file system, where that enforces sizes. */
export async function limitDisk(
  engine: ContainerEngine,
  server: Pick<LoadedServer, "id" | "diskMb">,
  signal: AbortSignal,
): Promise<void> {
  const limit = { megabytes: server.diskMb, files: fileLimit(server.diskMb) };
  await engine.limitVolume(objectNames.volume(server.id), limit, { signal });
}
