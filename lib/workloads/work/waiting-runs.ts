import { isAppError } from "@/lib/core/errors";
import { type Sql, transaction } from "@/lib/db/transaction";
import { emitStatus } from "../publication/status-event";
import type { OpenRun } from "../runs/resource-kind";
import { recordEvent, wakeWorkers } from "../runs/runs";
import { delayRun, lockRun, wakeRunsOf } from "../runs/runs.sql";
import { customerMessage, RunLostError, technicalDetail } from "./journal";

/**
 * Runs that wait: a dependency is unavailable, so they stay queued and are tried again, with longer pauses, until
 * they succeed or the owner requests something else. A node whose engine answers again wakes its waiting runs.
 */
const engineUnreachableCodes = ["engine_unavailable", "engine_timeout"];
const worthWaiting = new Set([...engineUnreachableCodes, "engine_disk_full"]);

/** Whether the failure is temporary or needs an administrator; the owner of the resource cannot correct it. */
export function isWorthWaiting(error: unknown): boolean {
  return isAppError(error) && worthWaiting.has(error.code);
}

export const longestPauseSeconds = 60;

/** Seconds until the next try: 2, 4, 8 … 60. */
export function pauseSeconds(epoch: number): number {
  return Math.min(2 ** Math.min(epoch, 6), longestPauseSeconds);
}

/**
 * Puts the run back into the queue. The reason is written to the timeline once, not at each try and then browsers learn of it. A cancel that came meanwhile
 * is not delayed.
 */
export async function postponeRun({ run, resource, status }: OpenRun, error: unknown): Promise<void> {
  const pause = pauseSeconds(run.epoch);
  const { code, message } = customerMessage(error);
  await transaction(async (tx) => {
    await tx.row(lockRun, [run.id]);
    const before = await tx.prisma.provisioningRun.findUnique({
      where: { id: run.id, epoch: run.epoch },
      select: { errorCode: true, cancelAt: true },
    });
    if (!before) throw new RunLostError(run.id);
    await tx.prisma.provisioningRun.updateMany({
      where: { id: run.id },
      data: { state: "queued", errorCode: code, errorMessage: message, errorDetail: technicalDetail(error) },
    });
    await tx.row(delayRun, [run.id, run.epoch, before.cancelAt === null ? pause : 0]);
    if (before.errorCode === code) return;
    await recordEvent(tx, {
      resourceId: resource.id,
      runId: run.id,
      step: run.kind,
      status: "waiting",
      message: `${message} It is tried again until it succeeds.`,
    });
    const current = await status(tx);
    if (current !== null) await emitStatus(tx, resource, current);
  });
}

/** The engine of this node answers: runs that waited for it are due now. Runs in a crash back-off are not changed. */
export async function wakeWaitingRuns(db: Sql, nodeId: string): Promise<number> {
  const woken = await db.run(wakeRunsOf, [nodeId, engineUnreachableCodes]);
  if (woken > 0) await wakeWorkers(db, `node:${nodeId}`);
  return woken;
}
