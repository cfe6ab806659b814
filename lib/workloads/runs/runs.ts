import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import { notifyEach } from "@/lib/db/notify.sql";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { Resource, ResourceKind } from "./resource-kind";
import { type RunOptions, runOptions } from "./run-options";
import { findUnfinished, insertRun, lockRun } from "./runs.sql";

/**
 * Runs: slow work on one resource, accepted in the caller's transaction and done by a worker (work/run-worker.ts).
 * Unfinished runs are the queue; the database allows one per resource.
 */
/** Channel of NOTIFY that wakes the workers; the payload is the run's id, or `cancel:` and the id. */
export const runChannel = "lightnode_run";

/** Enqueues a run; the kind's `busy` when one is in progress. The worker wakes when the transaction commits. */
export async function enqueueRun(
  tx: Tx,
  kind: Pick<ResourceKind, "kind" | "busy">,
  run: {
    resource: Pick<Resource, "id">;
    /** The machine that it works on, if it needs one. */
    nodeId: string | null;
    /** One of the kind's plans. */
    kind: string;
    actor: Actor | null;
    options?: RunOptions;
    delayMs?: number;
  },
): Promise<string> {
  const id = newId("run");
  try {
    await tx.row(insertRun, [
      id,
      run.resource.id,
      run.nodeId,
      run.kind,
      run.actor?.userId ?? null,
      JSON.stringify(run.options ?? {}),
      run.delayMs ?? 0,
      kind.kind,
      runChannel,
    ]);
  } catch (error) {
    if (brokenConstraint(error) === "provisioning_run_one_unfinished_idx") throw kind.busy({ cause: error });
    throw error;
  }
  return id;
}

/** Wakes the workers when the transaction commits. */
export async function wakeWorkers(db: Sql, payload: string): Promise<void> {
  await db.row(notifyEach, [runChannel, [payload]]);
}

export type UnfinishedRun = { id: string; kind: string; cancelAt: Date | null };

export async function unfinishedRun(tx: Sql, resourceId: string): Promise<UnfinishedRun | null> {
  return tx.row(findUnfinished, [resourceId]);
}

/** Asks the worker to cancel the current run; the follow-up begins in the transaction that ends it. */
export async function cancelRun(tx: Tx, runId: string, followUp: string): Promise<void> {
  await tx.prisma.provisioningRun.updateMany({
    where: { id: runId },
    // Due at once, whatever the clocks of this machine and of the database say.
    data: { cancelAt: new Date(), followUp, notBefore: new Date(0) },
  });
  await wakeWorkers(tx, `cancel:${runId}`);
}

/** Ends a run that no worker has begun, so that it never begins; false when one has. */
export async function discardRun(tx: Tx, runId: string, failure: { code: string; message: string }): Promise<boolean> {
  await tx.row(lockRun, [runId]);
  const { count } = await tx.prisma.provisioningRun.updateMany({
    where: { id: runId, startedAt: null, finishedAt: null },
    data: { state: "failed", finishedAt: new Date(), errorCode: failure.code, errorMessage: failure.message },
  });
  return count > 0;
}

/** Lets a run of this kind begin at the end of the current one; false when that has ended or has another follow-up. */
export async function queueFollowUp(tx: Tx, runId: string, kind: string): Promise<boolean> {
  await tx.row(lockRun, [runId]);
  const where = { id: runId, finishedAt: null, OR: [{ followUp: null }, { followUp: kind }] };
  const { count } = await tx.prisma.provisioningRun.updateMany({ where, data: { followUp: kind } });
  return count > 0;
}

/** Why the panel ends the workload, for the current run and its follow-up; false when the run has a reason already. */
export async function giveReason(tx: Tx, runId: string, failure: { code: string; message: string }): Promise<boolean> {
  await tx.row(lockRun, [runId]);
  const run = await tx.prisma.provisioningRun.findUnique({ where: { id: runId }, select: { options: true } });
  if (!run) return false;
  const options = runOptions.parse(run.options);
  if (options.failure) return false;
  await tx.prisma.provisioningRun.updateMany({ where: { id: runId }, data: { options: { ...options, failure } } });
  return true;
}

/** Adds a line to the resource's timeline. */
export async function recordEvent(
  db: Sql,
  event: {
    resourceId: string;
    runId?: string | null;
    step: string;
    status: string;
    message: string;
    durationMs?: number;
  },
): Promise<{ sequence: number; at: Date }> {
  const { resourceId, runId, step, status, message, durationMs } = event;
  const data = { resourceId, runId: runId ?? null, step, status, message, durationMs: durationMs ?? null };
  const { sequence, at } = await db.prisma.resourceEvent.create({ data, select: { sequence: true, at: true } });
  return { sequence: Number(sequence), at };
}

/** Deletes the timeline of a resource that is deleted. */
export async function removeTimeline(tx: Tx, resourceId: string): Promise<void> {
  await tx.prisma.resourceEvent.deleteMany({ where: { resourceId } });
}

export async function optionsOfRun(db: Sql, runId: string): Promise<RunOptions> {
  const run = await db.prisma.provisioningRun.findUniqueOrThrow({ where: { id: runId }, select: { options: true } });
  return runOptions.parse(run.options);
}
