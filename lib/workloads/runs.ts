import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { Workload } from "./load-workload";
import type { WorkloadDefinition } from "./workload-definition";

/**
 * Runs: slow work on one resource, accepted in the caller's transaction and done by a worker (work/run-worker.ts).
 * Unfinished runs are the queue; the database allows one per resource.
 */
/** Channel of NOTIFY that wakes the workers; the payload is the run's id, or `cancel:` and the id. */
export const runChannel = "lightnode_run";

export type RunOptions = {
  /** Shown in the timeline, e.g. why the panel itself began the run. */
  reason?: string;
  /** Why the panel ends the workload: kept on it when this run ends it, and what a run fails with that this ended. */
  failure?: { code: string; message: string };
};

/** Enqueues a run; the kind's `busy` when one is in progress. The worker wakes when the transaction commits. */
export async function enqueueRun(
  tx: Tx,
  definition: Pick<WorkloadDefinition, "kind" | "busy">,
  run: {
    workload: Pick<Workload, "id">;
    nodeId: string;
    /** One of the definition's plans. */
    kind: string;
    actor: Actor | null;
    options?: RunOptions;
    delayMs?: number;
  },
): Promise<string> {
  const id = newId("run");
  try {
    await tx.rows(
      `INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, requested_by, options, not_before)
       VALUES ($1, $8, $2, $3, $4, $5, $6, now() + make_interval(secs => $7::float8 / 1000))`,
      [
        id,
        run.workload.id,
        run.nodeId,
        run.kind,
        run.actor?.userId ?? null,
        JSON.stringify(run.options ?? {}),
        run.delayMs ?? 0,
        definition.kind,
      ],
      "run_enqueue",
    );
  } catch (error) {
    if (brokenConstraint(error) === "provisioning_run_one_unfinished_idx") throw definition.busy({ cause: error });
    throw error;
  }
  await wakeWorkers(tx, id);
  return id;
}

/** Wakes the workers when the transaction commits. */
export async function wakeWorkers(db: Sql, payload: string): Promise<void> {
  await db.rows("SELECT pg_notify($1, $2)", [runChannel, payload], "run_notify");
}

export type UnfinishedRun = { id: string; kind: string; cancelAt: Date | null };

export async function unfinishedRun(tx: Sql, resourceId: string): Promise<UnfinishedRun | null> {
  return tx.row<UnfinishedRun>(
    `SELECT id, kind, cancel_at AS "cancelAt" FROM provisioning_run WHERE resource_id = $1 AND finished_at IS NULL`,
    [resourceId],
  );
}

/** Asks the worker to cancel the current run; the follow-up begins in the transaction that ends it. */
export async function cancelRun(tx: Tx, runId: string, followUp: string): Promise<void> {
  await tx.run("UPDATE provisioning_run SET cancel_at = now(), follow_up = $2, not_before = now() WHERE id = $1", [
    runId,
    followUp,
  ]);
  await wakeWorkers(tx, `cancel:${runId}`);
}

/** Why the panel ends the workload, for the current run and its follow-up; false when the run has a reason already. */
export async function giveReason(tx: Tx, runId: string, failure: { code: string; message: string }): Promise<boolean> {
  const given = await tx.run(
    "UPDATE provisioning_run SET options = options || $2::jsonb WHERE id = $1 AND options->'failure' IS NULL",
    [runId, JSON.stringify({ failure })],
  );
  return given > 0;
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
  const row = await db.row<{ sequence: string; at: Date }>(
    `INSERT INTO workload_event (resource_id, run_id, step, status, message, duration_ms)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING sequence, at`,
    [event.resourceId, event.runId ?? null, event.step, event.status, event.message, event.durationMs ?? null],
    "event_insert",
  );
  return { sequence: Number(row?.sequence ?? 0), at: row?.at ?? new Date() };
}
