import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import type { WorkloadStatus } from "../contract";
import { deleteWorkload } from "../lifecycle/delete-workload";
import { findWorkload, lockedWorkload } from "../load-workload";
import { emitStatus } from "../publication/status-event";
import { enqueueRun, type RunOptions, recordEvent, runOptions } from "../runs/runs";
import { delayRun, lockRun } from "../runs/runs.sql";
import type { ClaimedRun, RunContext, RunPlan } from "../workload-definition";
import { customerMessage, RunLostError } from "./journal";
import { pauseSeconds, postponeRun } from "./waiting-runs";

/**
 * Ends a run in one transaction: its row, the workload's state, the timeline, what the kind adds and the follow-up that was
 * asked for meanwhile. Resolves with the workload's state; null: it was deleted.
 */
export async function finishRun(
  context: RunContext,
  plan: RunPlan,
  outcome: SagaOutcome,
): Promise<WorkloadStatus | null> {
  if (outcome.state === "compensating") return postponeCleanup(context, plan, outcome.error);
  const isTriedAgain = outcome.state === "failed" && plan.persistent && !context.run.cancelled;
  if (outcome.state === "waiting" || isTriedAgain) {
    await postponeRun(context, outcome.error);
    return (await findWorkload(sql(), context.workload.id))?.status ?? null;
  }
  return transaction(async (tx) => {
    const { run, workload } = context;
    const closed = await closeRun(tx, run, outcome);
    await context.definition.onRunEnded?.(tx, run, outcome);
    if (outcome.state === "succeeded" && plan.success === null) {
      await deleteWorkload(tx, workload);
      return null;
    }
    if (closed.followUp)
      return beginFollowUp(tx, context, closed.followUp, closed.isEnded ? (closed.failure ?? undefined) : undefined);
    const status = outcome.state === "succeeded" ? (plan.success ?? "offline") : plan.failure;
    const failure = outcome.state === "failed" ? failureOf(closed, outcome.error) : run.failure;
    await setOutcome(tx, workload.id, status, failure);
    if (failure) await context.definition.onFailed?.(tx, workload, { status, ...failure });
    await recordEvent(tx, {
      resourceId: workload.id,
      runId: run.id,
      step: run.kind,
      status: outcome.state,
      message: failure?.message ?? plan.message,
      durationMs: Date.now() - run.createdAt.getTime(),
    });
    await emitStatus(tx, workload, status);
    return status;
  });
}

type Closed = { followUp: string | null; failure: { code: string; message: string } | null; isEnded: boolean };

/**
 * A run that succeeded keeps no error of earlier tries: lists of failed runs filter by the error. `failure`: why the panel
 * ended it (`isEnded`), or the run's own reason, also when another worker journaled that before it died.
 */
async function closeRun(tx: Tx, run: ClaimedRun, outcome: SagaOutcome): Promise<Closed> {
  await tx.row(lockRun, [run.id]);
  const row = await tx.prisma.provisioningRun.findUnique({ where: { id: run.id, epoch: run.epoch } });
  if (!row) throw new RunLostError(run.id);
  const hasSucceeded = outcome.state === "succeeded";
  const reason = runOptions.parse(row.options).failure;
  const code = reason?.code ?? row.errorCode;
  const message = reason?.message ?? row.errorMessage;
  await tx.prisma.provisioningRun.update({
    where: { id: run.id },
    data: {
      state: hasSucceeded ? "succeeded" : "failed",
      finishedAt: new Date(),
      currentStep: null,
      errorCode: hasSucceeded ? null : code,
      errorMessage: hasSucceeded ? null : message,
      ...(hasSucceeded ? { errorDetail: null } : {}),
    },
  });
  const failure = code === null ? null : { code, message: message ?? "It failed." };
  return { followUp: row.followUp, failure, isEnded: reason !== undefined };
}

function failureOf({ failure, isEnded }: Closed, error: unknown): { code: string; message: string } {
  if (error !== undefined && !isEnded) return customerMessage(error);
  return failure ?? { code: "internal_error", message: "It failed." };
}

async function setOutcome(
  tx: Tx,
  id: string,
  status: WorkloadStatus,
  failure: { code: string; message: string } | null,
): Promise<void> {
  const isOnline = status === "online";
  const isOver = status === "crashed" || status === "failed" || status === "offline";
  await tx.prisma.workload.updateMany({
    where: { id },
    data: {
      status,
      failureCode: failure?.code ?? null,
      failureMessage: failure?.message ?? null,
      onlineSince: isOnline ? new Date() : null,
      ...(isOnline || isOver ? { wantRunning: isOnline } : {}),
    },
  });
}

/** The owner asked for something else meanwhile: the state was set then, and that run begins now. */
async function beginFollowUp(
  tx: Tx,
  context: RunContext,
  kind: string,
  failure: RunOptions["failure"],
): Promise<WorkloadStatus | null> {
  const { definition, workload, run } = context;
  const row = await lockedWorkload(tx, workload.id);
  if (!row) return null;
  if (kind === "delete" && row.nodeId === null) {
    await deleteWorkload(tx, workload);
    return null;
  }
  // The reason for ending it is passed on to the run that ends it.
  const options = failure ? { failure } : {};
  await enqueueRun(tx, definition, { workload, nodeId: run.nodeId, kind, actor: null, options });
  return row.status;
}

/**
 * Something could not be undone (the engine is unreachable): the owner sees the failure now, the worker continues
 * later.
 */
async function postponeCleanup(context: RunContext, plan: RunPlan, error: unknown): Promise<WorkloadStatus | null> {
  const { run, workload } = context;
  return transaction(async (tx) => {
    const row = await tx.row(delayRun, [run.id, run.epoch, pauseSeconds(run.epoch)]);
    if (!row) throw new RunLostError(run.id);
    if (row.followUp) return workload.status;
    const failure = error === undefined ? row : customerMessage(error);
    await setOutcome(tx, workload.id, plan.failure, failure);
    await emitStatus(tx, workload, plan.failure);
    return plan.failure;
  });
}
