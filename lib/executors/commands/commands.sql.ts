import { narrow, statement } from "@/lib/db/statement";
import { expired, rowLock } from "@/lib/db/statement-kinds.sql";
import { commandColumns } from "@/lib/executors/commands/rows";
import type { CommandState } from "./contract";

/** The columns of `commandColumns`. */
const commandRow = {
  id: "text",
  executorId: "text",
  seq: "int4",
  type: "text",
  payload: "jsonb",
  state: narrow<CommandState>("text"),
  attempts: "int4",
  progress: "jsonb",
  output: "jsonb",
  error: "text?",
  signingKey: "text",
  signature: "text",
  expiresAt: "timestamptz",
  createdAt: "timestamptz",
  deliveredAt: "timestamptz?",
  ackedAt: "timestamptz?",
  ackedFence: "int4?",
  finishedAt: "timestamptz?",
  ownerId: "text",
} as const;

export const lockCommand = rowLock("executor_command");

export const purgeFinished = expired("executor_command", "finished_at", "90 days");

/** $2: older than this one; $4: only this one; null leaves the condition out. */
export const listCommandRows = statement({
  reason: "Shares its columns with the statements of delivery; part of every repeated report.",
  text: `
    SELECT ${commandColumns} FROM executor_command c
    WHERE c.executor_id = $1 AND ($2::text IS NULL OR c.id < $2) AND ($4::text IS NULL OR c.id = $4)
    ORDER BY c.id DESC LIMIT $3`,
  columns: commandRow,
});

export const endOverdue = statement({
  reason: "Runs every second in each worker; sets what depends on each row.",
  text: `
    UPDATE executor_command c SET finished_at = now(),
      state = CASE WHEN c.state IN ('queued', 'delivered') THEN 'expired' ELSE 'failed' END,
      error = CASE WHEN c.state IN ('queued', 'delivered') THEN 'It was not acknowledged in time.'
                   ELSE 'The executor took it and never reported how it ended.' END
    FROM executor e
    WHERE c.finished_at IS NULL AND e.id = c.executor_id AND c.expires_at <= now() AND (
      c.state IN ('queued', 'delivered')
      OR (c.expires_at < now() - interval '15 minutes' AND c.acked_at < now() - interval '15 minutes'
          AND e.last_seen_at > now() - interval '1 minute')
      OR (c.expires_at < now() - interval '1 day' AND c.acked_at < now() - interval '1 day'))
    RETURNING c.executor_id AS "executorId", e.owner_id AS "ownerId"`,
  columns: {
    executorId: "text",
    ownerId: "text",
  },
});

export const readPage = statement({
  reason: "Part of every poll, in one round trip; sums the sizes of the rows before each row.",
  name: "executor_pending",
  text: `
    WITH page AS (
      SELECT *, sum(octet_length(payload::text)) OVER (ORDER BY seq) - octet_length(payload::text) AS before FROM (
        SELECT * FROM executor_command
        WHERE executor_id = $1 AND seq > $2 AND finished_at IS NULL AND state IN ('queued', 'delivered')
          AND expires_at > now()
        ORDER BY seq LIMIT 50) waiting
    ), delivered AS (
      UPDATE executor_command SET state = 'delivered', delivered_at = coalesce(delivered_at, now())
      WHERE id IN (SELECT id FROM page WHERE before < $3 AND page.state = 'queued') AND state = 'queued')
    SELECT ${commandColumns} FROM page c WHERE c.before < $3 ORDER BY c.seq`,
  columns: commandRow,
});

export const findUnrevoked = statement({
  reason: "Part of every long poll.",
  text: "SELECT 1 FROM executor WHERE id = $1 AND revoked_at IS NULL",
  columns: {
    "?column?": "int4",
  },
});

export const takeNumbers = statement({
  reason: "Locks many executors in one order and counts their numbers on.",
  text: `
    WITH locked AS (SELECT id FROM executor WHERE id = ANY($1) AND revoked_at IS NULL ORDER BY id FOR UPDATE)
    UPDATE executor e SET last_seq = last_seq + 1 FROM locked WHERE e.id = locked.id
    RETURNING e.id AS "executorId", e.last_seq AS seq,
      (SELECT count(*)::int FROM executor_command c WHERE c.executor_id = e.id AND c.finished_at IS NULL) AS open`,
  columns: {
    executorId: "text",
    seq: "int4",
    open: "int4",
  },
});

export const insertCommands = statement({
  reason: "Makes the commands of many executors at once.",
  text: `
    INSERT INTO executor_command AS c (id, executor_id, seq, type, payload, expires_at, signing_key, signature,
      requested_by)
    SELECT n.id, n.executor_id, n.seq, $1, $2, $3, n.signing_key, n.signature, $4
    FROM unnest($5::text[], $6::text[], $7::int[], $8::text[], $9::text[]) AS n(id, executor_id, seq, signing_key,
      signature)
    RETURNING ${commandColumns}`,
  columns: commandRow,
});

/** Of each executor the first command that it has not acknowledged, so that none overtakes another. */
const takeHeads = (which: string, limit: string) => `
    WITH due AS (
      SELECT c.id FROM executor_command c JOIN executor e ON e.id = c.executor_id
      WHERE ${which} c.finished_at IS NULL AND c.state IN ('queued', 'delivered') AND c.next_push_at <= now()
        AND c.expires_at > now() AND e.revoked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM executor_command b WHERE b.executor_id = c.executor_id AND b.seq < c.seq
                          AND b.finished_at IS NULL AND b.state IN ('queued', 'delivered') AND b.expires_at > now())
      ORDER BY c.next_push_at LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED)
    UPDATE executor_command c SET attempts = attempts + 1,
      next_push_at = now() + make_interval(secs => least(60, power(2, least(attempts + 1, 6))))
    FROM due WHERE c.id = due.id RETURNING ${commandColumns}`;

export const takeHeadsOf = statement({
  reason: "Takes, counts and postpones in one statement; locks what it takes (SKIP LOCKED).",
  name: "executor_push_heads",
  text: takeHeads("c.executor_id = ANY($1) AND", "$2"),
  columns: commandRow,
});

export const takeAllHeads = statement({
  reason: "Runs every second in each worker; locks what it takes (SKIP LOCKED).",
  text: takeHeads("", "$1"),
  columns: commandRow,
});

const advance = (name: string, change: string) =>
  statement({
    reason: "The condition on the state decides between reports at once; one round trip for each report.",
    name,
    text: `
    UPDATE executor_command c SET ${change} AND c.id = $1 AND c.executor_id = $2
    RETURNING ${commandColumns}, EXISTS (SELECT 1 FROM executor_command n WHERE n.executor_id = $2 AND n.id <> $1
      AND n.finished_at IS NULL AND n.state IN ('queued', 'delivered')) AS "hasNext"`,
    columns: { ...commandRow, hasNext: "bool" },
  });
const inHand = "acked_at = coalesce(acked_at, now()), delivered_at = coalesce(delivered_at, now())";

/** What a report sets and asks, after the ids `$1` and `$2`. */
export const advances = {
  acknowledged: advance(
    "executor_command_ack",
    `state = 'acked', acked_fence = $3, ${inHand} WHERE c.state IN ('queued', 'delivered') AND c.expires_at > now()`,
  ),
  progressed: advance(
    "executor_command_progress",
    `state = 'running', progress = $3, ${inHand} WHERE c.state IN ('queued', 'delivered', 'acked', 'running')`,
  ),
  finished: advance(
    "executor_command_result",
    `state = $3, output = $4, error = $5, finished_at = now(), ${inHand}
    WHERE c.state IN ('queued', 'delivered', 'acked', 'running')`,
  ),
};
