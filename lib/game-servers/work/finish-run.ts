import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import type { ServerStatus } from "../contract";
import { findServer } from "../load-server";
import { type RunKind, recordEvent, wakeWorkers } from "../runs";
import type { ClaimedRun, RunContext } from "./context";
import { customerMessage, RunLostError } from "./journal";
import type { RunPlan } from "./plans";
import { countRun } from "./run-metrics";
import { pauseSeconds, postponeRun } from "./waiting-runs";

/** What a run's end did, for the browsers. Status null: the server was deleted. */
export type Finished = { status: ServerStatus | null; changed: boolean };

/**
 * Ends a run in one transaction: its row, the server's state, the counters, the timeline and the follow-up that was
 * asked for meanwhile.
 */
export async function finishRun(context: RunContext, plan: RunPlan, outcome: SagaOutcome): Promise<Finished> {
  if (outcome.state === "compensating") return postponeCleanup(context, plan, outcome.error);
  const isTriedAgain = outcome.state === "failed" && plan.persistent && !context.run.cancelled;
  if (outcome.state === "waiting" || isTriedAgain) {
    const { isNew } = await postponeRun(context, outcome.error);
    const now = await findServer(sql(), context.server.id);
    return { status: now?.status ?? null, changed: isNew };
  }
  return transaction(async (tx) => {
    const { run, server } = context;
    const followUp = await closeRun(tx, run, outcome);
    await countRun(tx, run, outcome);
    if (outcome.state === "succeeded" && plan.success === null) {
      await tx.run("DELETE FROM server WHERE id = $1", [server.id]);
      return { status: null, changed: true };
    }
    if (followUp) return beginFollowUp(tx, context, followUp);
    const status = outcome.state === "succeeded" ? (plan.success ?? "offline") : plan.failure;
    const failure = outcome.state === "failed" ? await failureOf(tx, run, outcome.error) : run.failure;
    await setOutcome(tx, server.id, status, failure);
    await recordEvent(tx, {
      serverId: server.id,
      runId: run.id,
      step: run.kind,
      status: outcome.state,
      message: failure?.message ?? plan.message,
      durationMs: Date.now() - run.createdAt.getTime(),
    });
    return { status, changed: true };
  });
}

/** A run that succeeded keeps no error of earlier tries: lists of failed runs filter by the error. */
async function closeRun(tx: Tx, run: ClaimedRun, outcome: SagaOutcome): Promise<RunKind | null> {
  const hasSucceeded = outcome.state === "succeeded";
  const row = await tx.row<{ followUp: RunKind | null }>(
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
  serverId: string,
  status: ServerStatus,
  failure: { code: string; message: string } | null,
): Promise<void> {
  await tx.run(
    `UPDATE server SET status = $2::server_status, failure_code = $3, failure_message = $4, updated_at = now(),
       online_since = CASE WHEN $2::server_status = 'online' THEN now() END,
       want_running = CASE WHEN $2::server_status = 'online' THEN true WHEN $2::server_status IN ('crashed', 'failed', 'offline') THEN false ELSE want_running END
     WHERE id = $1`,
    [serverId, status, failure?.code ?? null, failure?.message ?? null],
  );
}

/** The owner asked for something else meanwhile: the state was set then, and that run begins now. */
async function beginFollowUp(tx: Tx, context: RunContext, kind: RunKind): Promise<Finished> {
  const { server, run } = context;
  const row = await tx.row<{ nodeId: string | null; status: ServerStatus }>(
    `SELECT node_id AS "nodeId", status FROM server WHERE id = $1 FOR UPDATE`,
    [server.id],
  );
  if (!row) return { status: null, changed: true };
  if (kind === "delete" && row.nodeId === null) {
    await tx.run("DELETE FROM server WHERE id = $1", [server.id]);
    return { status: null, changed: true };
  }
  const id = newId("run");
  // The reason for ending the server is passed on to the run that ends it.
  await tx.run(
    `INSERT INTO provisioning_run (id, server_id, node_id, kind, options)
     SELECT $1, $2, $3, $4, jsonb_strip_nulls(jsonb_build_object('failure', options->'failure'))
     FROM provisioning_run WHERE id = $5`,
    [id, server.id, run.nodeId, kind, run.id],
  );
  await wakeWorkers(tx, id);
  return { status: row.status, changed: false };
}

/**
 * Something could not be undone (the engine is unreachable): the owner sees the failure now, the worker continues
 * later.
 */
async function postponeCleanup(context: RunContext, plan: RunPlan, error: unknown): Promise<Finished> {
  const { run, server } = context;
  return transaction(async (tx) => {
    const row = await tx.row<{ code: string; message: string; followUp: RunKind | null }>(
      `UPDATE provisioning_run SET not_before = now() + make_interval(secs => $3)
       WHERE id = $1 AND epoch = $2 RETURNING error_code AS code, error_message AS message, follow_up AS "followUp"`,
      [run.id, run.epoch, pauseSeconds(run.epoch)],
    );
    if (!row) throw new RunLostError(run.id);
    if (row.followUp) return { status: server.status, changed: false };
    const failure = error === undefined ? row : customerMessage(error);
    await setOutcome(tx, server.id, plan.failure, failure);
    return { status: plan.failure, changed: true };
  });
}
