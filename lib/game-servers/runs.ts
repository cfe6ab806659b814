import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import type { Sql, Tx } from "@/lib/db/transaction";
import { gameServerErrors } from "./errors";

/**
 * Runs: slow work on one server, accepted in the caller's transaction and done by a worker (lib/game-servers/work).
 * Unfinished runs are the queue; the database allows one per server.
 */
export const runKinds = ["create", "reinstall", "delete", "start", "stop", "restart", "kill", "suspend"] as const;
export type RunKind = (typeof runKinds)[number];

/** Channel of NOTIFY that wakes the workers; the payload is the run's id, or `cancel:` and the id. */
export const runChannel = "lightnode_run";

export type RunOptions = {
  /** Shown in the timeline, e.g. why the panel itself began the run. */
  reason?: string;
  /** Why the panel ends the server: kept on it when this run ends it, and what a run fails with that this ended. */
  failure?: { code: string; message: string };
};

/** Enqueues a run; `server_busy` when one is in progress. The worker wakes when the transaction commits. */
export async function enqueueRun(
  tx: Tx,
  run: {
    serverId: string;
    nodeId: string;
    kind: RunKind;
    actor: Actor | null;
    options?: RunOptions;
    delayMs?: number;
  },
): Promise<string> {
  const id = newId("run");
  try {
    await tx.rows(
      `INSERT INTO provisioning_run (id, server_id, node_id, kind, requested_by, options, not_before)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7::float8 / 1000))`,
      [
        id,
        run.serverId,
        run.nodeId,
        run.kind,
        run.actor?.userId ?? null,
        JSON.stringify(run.options ?? {}),
        run.delayMs ?? 0,
      ],
      "run_enqueue",
    );
  } catch (error) {
    if (brokenConstraint(error) === "provisioning_run_one_unfinished_idx")
      throw gameServerErrors.server_busy({ cause: error });
    throw error;
  }
  await wakeWorkers(tx, id);
  return id;
}

/** Wakes the workers when the transaction commits. */
export async function wakeWorkers(db: Sql, payload: string): Promise<void> {
  await db.rows("SELECT pg_notify($1, $2)", [runChannel, payload], "run_notify");
}

export type UnfinishedRun = { id: string; kind: RunKind; cancelAt: Date | null };

export async function unfinishedRun(tx: Sql, serverId: string): Promise<UnfinishedRun | null> {
  return tx.row<UnfinishedRun>(
    `SELECT id, kind, cancel_at AS "cancelAt" FROM provisioning_run WHERE server_id = $1 AND finished_at IS NULL`,
    [serverId],
  );
}

/** Asks the worker to cancel the current run; the follow-up begins in the transaction that ends it. */
export async function cancelRun(tx: Tx, runId: string, followUp: RunKind): Promise<void> {
  await tx.run("UPDATE provisioning_run SET cancel_at = now(), follow_up = $2, not_before = now() WHERE id = $1", [
    runId,
    followUp,
  ]);
  await wakeWorkers(tx, `cancel:${runId}`);
}

/** Why the panel ends the server, for the current run and its follow-up; false when the run has a reason already. */
export async function giveReason(tx: Tx, runId: string, failure: { code: string; message: string }): Promise<boolean> {
  const given = await tx.run(
    "UPDATE provisioning_run SET options = options || $2::jsonb WHERE id = $1 AND options->'failure' IS NULL",
    [runId, JSON.stringify({ failure })],
  );
  return given > 0;
}

/** Adds a line to the server's timeline. */
export async function recordEvent(
  db: Sql,
  event: {
    serverId: string;
    runId?: string | null;
    step: string;
    status: string;
    message: string;
    durationMs?: number;
  },
): Promise<{ sequence: number; at: Date }> {
  const row = await db.row<{ sequence: string; at: Date }>(
    `INSERT INTO server_event (server_id, run_id, step, status, message, duration_ms)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING sequence, at`,
    [event.serverId, event.runId ?? null, event.step, event.status, event.message, event.durationMs ?? null],
    "event_insert",
  );
  return { sequence: Number(row?.sequence ?? 0), at: row?.at ?? new Date() };
}
