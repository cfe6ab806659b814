import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import type { Workload } from "../load-workload";
import { fileLimit } from "../watch/decide-disk";

/** Gives the workload's size to the file system, where that enforces sizes; false without a volume. */
export async function limitDisk(
  engine: ContainerEngine,
  workload: Pick<Workload, "id" | "diskMb">,
  options: { signal: AbortSignal; timeoutMs?: number },
): Promise<boolean> {
  const limit = { megabytes: workload.diskMb, files: fileLimit(workload.diskMb) };
  return (await engine.limitVolume(objectNames.volume(workload.id), limit, options)) !== "absent";
}
