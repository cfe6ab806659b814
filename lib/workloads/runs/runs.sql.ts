import { narrow, statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import type { MachineCode } from "../watch/machine-codes";

export const lockRun = rowLock("provisioning_run");

export const insertRun = statement({
  reason: "Inserts and wakes the workers in one round trip; its time is the database's, as that of the claim.",
  name: "run_enqueue",
  text: `
    WITH run AS (
      INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, requested_by, options, not_before)
      VALUES ($1, $8, $2, $3, $4, $5, $6, now() + make_interval(secs => $7::float8 / 1000)))
    SELECT pg_notify($9, $1)`,
  columns: { pg_notify: "void" },
});

export const findUnfinished = statement({
  reason: "Runs every minute for each workload.",
  text: `
    SELECT id, kind, cancel_at AS "cancelAt" FROM provisioning_run WHERE resource_id = $1 AND finished_at IS NULL`,
  columns: { id: "text", kind: "text", cancelAt: "timestamptz?" },
});

export const listDue = statement({
  reason: "Runs every two seconds in each worker.",
  name: "runs_due",
  text: `
    SELECT id FROM provisioning_run WHERE finished_at IS NULL AND not_before <= now()
      AND (NOT (id = ANY($1)) OR cancel_at IS NOT NULL)
    ORDER BY cancel_at NULLS LAST, not_before LIMIT 50`,
  columns: { id: "text" },
});

export const claimRun = statement({
  reason: "The conditions decide between workers, by the clock of the database; increments a column.",
  name: "run_claim",
  text: `
    UPDATE provisioning_run SET epoch = epoch + 1, started_at = coalesce(started_at, now()),
      state = CASE WHEN state = 'queued' THEN 'running' ELSE state END
    WHERE id = $1 AND finished_at IS NULL AND not_before <= now()
    RETURNING id, resource_kind AS "resourceKind", resource_id AS "resourceId", node_id AS "nodeId", kind, state, epoch,
      cancel_at IS NOT NULL AS cancelled, created_at AS "createdAt", started_at AS "startedAt",
      options->>'reason' AS reason, options->'failure' AS failure`,
  columns: {
    id: "text",
    resourceKind: "text",
    resourceId: "text",
    nodeId: "text?",
    kind: "text",
    state: narrow<"running" | "compensating">("run_state"),
    epoch: "int4",
    cancelled: "bool",
    createdAt: "timestamptz",
    startedAt: "timestamptz",
    reason: "text?",
    failure: narrow<{ code: string; message: string }>("jsonb?"),
  },
});

/** Not before so many seconds from now. */
export const delayRun = statement({
  reason: "Its time is the database's, as that of the claim.",
  text: `
    UPDATE provisioning_run SET not_before = now() + make_interval(secs => $3) WHERE id = $1 AND epoch = $2
    RETURNING error_code AS code, error_message AS message, follow_up AS "followUp"`,
  columns: { code: narrow<string>("text"), message: narrow<string>("text"), followUp: "text?" },
});

export const wakeRunsOf = statement({
  reason: "Runs every five seconds for each node.",
  text: `
    UPDATE provisioning_run SET not_before = now()
    WHERE node_id = $1 AND finished_at IS NULL AND not_before > now() AND started_at IS NOT NULL
      AND (error_code = ANY($2) OR state = 'compensating')`,
});

/** The run, if it is still ours, with its current step; then the step by `change`, and the timeline. */
const journaled = (change: string) => `
  WITH held AS (
    UPDATE provisioning_run SET current_step = $3 WHERE id = $1 AND epoch = $2 RETURNING id
  ), changed AS (${change})
  INSERT INTO resource_event (resource_id, run_id, step, status, message, duration_ms)
  SELECT $4, id, $3, $5, $6, $7::int FROM held RETURNING sequence, at`;

export const beginStep = statement({
  reason: "Every transition of a step: checks the epoch, writes the step and the timeline in one round trip.",
  name: "step_begin",
  text: journaled(`
    INSERT INTO run_step (run_id, step, ordinal, status, attempt, started_at)
    SELECT id, $3, $8::int, 'running', $9::int, now() FROM held
    ON CONFLICT (run_id, step) DO UPDATE SET status = 'running', attempt = run_step.attempt + 1, finished_at = NULL,
      error_code = NULL`),
  columns: { sequence: "int8", at: "timestamptz" },
});

export const finishStep = statement({
  reason: "Every transition of a step: checks the epoch, writes the step and the timeline in one round trip.",
  name: "step_finish",
  text: journaled(`
    UPDATE run_step SET status = $8::step_status, finished_at = now(), error_code = $9
    FROM held WHERE run_id = held.id AND step = $3`),
  columns: { sequence: "int8", at: "timestamptz" },
});

/** $1: the codes whose cause is the machine; $2: minutes. */
export const listEngineTroubles = statement({
  reason: "Part of the readiness report, which load balancers poll; compares with later rows of the same table.",
  text: `
    SELECT r.node_id AS "nodeId", r.error_code AS code, count(*)::int AS runs FROM provisioning_run r
    WHERE r.error_code = ANY($1) AND (r.finished_at IS NULL OR (
      r.state = 'failed' AND r.finished_at > now() - make_interval(mins => $2) AND NOT EXISTS (
        SELECT 1 FROM provisioning_run later WHERE later.node_id = r.node_id AND later.state = 'succeeded'
          AND later.kind IN ('create', 'reinstall', 'start', 'restart') AND later.finished_at > r.finished_at)))
    GROUP BY r.node_id, r.error_code ORDER BY runs DESC`,
  columns: { nodeId: "text", code: narrow<MachineCode>("text"), runs: "int4" },
});
