import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import type { WorkloadStatus } from "../contract";
import { deleteWorkload } from "../delete-workload";
import { findWorkload } from "../load-workload";
import { recordEvent, wakeWorkers } from "../runs";
import { emitStatus } from "../status-event";
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
    const followUp = await closeRun(tx, run, outcome);
    await context.definition.onRunEnded?.(tx, run, outcome);
    if (outcome.state === "succeeded" && plan.success === null) {
      await deleteWorkload(tx, workload);
      return null;
    }
    if (followUp) return beginFollowUp(tx, context, followUp);
    const status = outcome.state === "succeeded" ? (plan.success ?? "offline") : plan.failure;
    const failure = outcome.state === "failed" ? await failureOf(tx, run, outcome.error) : run.failure;
    await setOutcome(tx, workload.id, status, failure);
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

/** A run that succeeded keeps no error of earlier tries: lists of failed runs filter by the error. */
async function closeRun(tx: Tx, run: ClaimedRun, outcome: SagaOutcome): Promise<string | null> {
  const hasSucceeded = outcome.state === "succeeded";
  const row = await tx.row<{ followUp: string | null }>(
    `UPDATE provisioning_run SET state = $3, finished_at = now(), current_step = NULL,
       error_code = CASE WHEN $4 THEN NULL ELSE coalesce(options->'failure'->>'code', error_code) END,
       error_message = CASE WHEN $4 THEN NULL ELSE coalesce(options->'failure'->>'message', error_message) END,
       error_detail = CASE WHEN $4 THEN NULL ELSE error_detail END
     WHERE id = $1 AND epoch = $2 RETURNING follow_up AS "followUp"`,
    [run.id, run.epoch, hasSucceeded ? "succeeded" : "failed", hasSucceeded],
  );
  if (!row) throw new RunLostError(run.id);
  return row.followUp;
}

/** Why the panel ended it, or the run's own reason, also when another worker journaled that before it died. */
async function failureOf(tx: Tx, run: ClaimedRun, error: unknown): Promise<{ code: string; message: string }> {
  const row = await tx.row<{ code: string | null; message: string | null; isEnded: boolean }>(
    `SELECT error_code AS code, error_message AS message, options->'failure' IS NOT NULL AS "isEnded"
     FROM provisioning_run WHERE id = $1`,
    [run.id],
  );
  if (error !== undefined && !row?.isEnded) return customerMessage(error);
  return { code: row?.code ?? "internal_error", message: row?.message ?? "It failed." };
}

async function setOutcome(
  tx: Tx,
  id: string,
  status: WorkloadStatus,
  failure: { code: string; message: string } | null,
): Promise<void> {
  await tx.run(
    `UPDATE workload SET status = $2::workload_status, failure_code = $3, failure_message = $4, updated_at = now(),
       online_since = CASE WHEN $2::workload_status = 'online' THEN now() END,
       want_running = CASE WHEN $2::workload_status = 'online' THEN true WHEN $2::workload_status IN ('crashed', 'failed', 'offline') THEN false ELSE want_running END
     WHERE id = $1`,
    [id, status, failure?.code ?? null, failure?.message ?? null],
  );
}

/** The owner asked for something else meanwhile: the state was set then, and that run begins now. */
async function beginFollowUp(tx: Tx, context: RunContext, kind: string): Promise<WorkloadStatus | null> {
  const { workload, run } = context;
  const row = await tx.row<{ nodeId: string | null; status: WorkloadStatus }>(
    `SELECT node_id AS "nodeId", status FROM workload WHERE id = $1 FOR UPDATE`,
    [workload.id],
  );
  if (!row) return null;
  if (kind === "delete" && row.nodeId === null) {
    await deleteWorkload(tx, workload);
    return null;
  }
  const id = newId("run");
  // The reason for ending it is passed on to the run that ends it.
  await tx.run(
    `INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, options)
     SELECT $1, resource_kind, $2, $3, $4, jsonb_strip_nulls(jsonb_build_object('failure', options->'failure'))
     FROM provisioning_run WHERE id = $5`,
    [id, workload.id, run.nodeId, kind, run.id],
  );
  await wakeWorkers(tx, id);
  return row.status;
}

/**
 * Something could not be undone (the engine is unreachable): the owner sees the failure now, the worker continues
 * later.
 */
async function postponeCleanup(context: RunContext, plan: RunPlan, error: unknown): Promise<WorkloadStatus | null> {
  const { run, workload } = context;
  return transaction(async (tx) => {
    const row = await tx.row<{ code: string; message: string; followUp: string | null }>(
      `UPDATE provisioning_run SET not_before = now() + make_interval(secs => $3)
       WHERE id = $1 AND epoch = $2 RETURNING error_code AS code, error_message AS message, follow_up AS "followUp"`,
      [run.id, run.epoch, pauseSeconds(run.epoch)],
    );
    if (!row) throw new RunLostError(run.id);
    if (row.followUp) return workload.status;
    const failure = error === undefined ? row : customerMessage(error);
    await setOutcome(tx, workload.id, plan.failure, failure);
    await emitStatus(tx, workload, plan.failure);
    return plan.failure;
  });
}
