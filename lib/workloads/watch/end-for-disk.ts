import { formatBytes } from "@/lib/core/units";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import { lockedWorkload, type Workload } from "../load-workload";
import { emitStatus } from "../publication/status-event";
import { cancelRun, enqueueRun, giveReason, recordEvent, unfinishedRun } from "../runs/runs";
import type { WorkloadDefinition } from "../workload-definition";
import { type DiskUse, type Ending, fileLimit } from "./decide-disk";

/**
 * Ends a workload for the disk: in order, so that it saves its data, or at once when it would fill the free space
 * meanwhile. The reason stays on the workload and in its timeline, once. One that is being set up saves nothing: it
 * is killed, and its run fails with the reason. Safe to repeat.
 */
export async function endForDisk(
  workload: Workload,
  ending: Ending,
  use: DiskUse,
  deps: { definition: WorkloadDefinition; engine: ContainerEngine },
): Promise<void> {
  const how = workload.status === "provisioning" ? "kill" : ending.how;
  const names = [objectNames.container(workload.id), objectNames.installContainer(workload.id)];
  // Before anything is written: a fast writer adds gigabytes in the time of one transaction.
  if (how === "kill") await Promise.allSettled(names.map((name) => deps.engine.pause(name)));
  const { definition } = deps;
  const message = explain(definition.noun, workload, { ...ending, how }, use);
  await transaction((tx) => recordEnding(tx, definition, workload, { how, message }));
  if (how === "kill") await Promise.all(names.map((name) => deps.engine.kill(name)));
}

/** Does nothing when it is ending already, or ended meanwhile. */
async function recordEnding(
  tx: Tx,
  definition: WorkloadDefinition,
  workload: Workload,
  { how, message }: { how: Ending["how"]; message: string },
): Promise<void> {
  const held = await lockedWorkload(tx, workload.id);
  const inHand = await unfinishedRun(tx, workload.id);
  const isRunning = held?.status === "online" || held?.status === "starting";
  const isPreparing = held?.status === "provisioning" && inHand !== null;
  if (!workload.nodeId || !(isRunning || isPreparing)) return;
  const failure = { code: "disk_full", message: `${definition.diskFullTitle}. ${message}` };
  if (inHand && !(await giveReason(tx, inHand.id, failure))) return;
  await recordEvent(tx, { resourceId: workload.id, step: "disk", status: "failed", message });
  if (isPreparing) return emitStatus(tx, workload, "provisioning");
  await tx.prisma.workload.update({ where: { id: workload.id }, data: { status: "stopping", wantRunning: false } });
  if (inHand) await cancelRun(tx, inHand.id, how);
  else {
    await enqueueRun(tx, definition, {
      resource: workload,
      nodeId: workload.nodeId,
      kind: how,
      actor: null,
      options: { failure },
    });
  }
  await emitStatus(tx, workload, "stopping");
}

function explain(noun: string, workload: Workload, { how, why }: Ending, use: DiskUse): string {
  const cause = workload.status === "provisioning" ? "it was still being set up" : "it was filling fast";
  const done = how === "kill" ? `was ended at once, since ${cause}` : "is stopped";
  if (why === "machine") return `The machine's disk is nearly full, and this ${noun} filled it fastest: it ${done}.`;
  if (why === "files") {
    return `It has ${use.files} files; ${fileLimit(workload.diskMb)} go with its size. It ${done}. Remove files or give it more disk space.`;
  }
  const limit = formatBytes(workload.diskMb * 1024 * 1024);
  return `It uses ${formatBytes(use.bytes)} of ${limit} of disk space and ${done}. Remove files or give it more disk space.`;
}
