import { narrow, statement } from "@/lib/db/statement";
import { countRows } from "@/lib/db/statement-kinds.sql";
import type { Presence } from "@/lib/executors/contract";
import { presenceSql } from "./presence";

export const lockForHeartbeat = statement({
  reason: "Part of every heartbeat; locks the row.",
  name: "executor_heartbeat",
  text: `
    SELECT owner_id AS "ownerId", boot_id AS "bootId", fence, config_version AS "configVersion",
           applied_version AS "appliedVersion", version, hostname, told_presence AS "reportedPresence",
           (config->>'heartbeatIntervalMs')::int AS "intervalMs",
           coalesce(sampled_at < now() - interval '55 seconds', true) AS "isSampleDue"
    FROM executor WHERE id = $1 FOR UPDATE`,
  columns: {
    ownerId: "text",
    bootId: "text?",
    fence: "int4",
    configVersion: "int4",
    appliedVersion: "int4?",
    version: "text?",
    hostname: "text?",
    reportedPresence: narrow<Presence>("text"),
    intervalMs: "int4",
    isSampleDue: "bool",
  },
});

export const countPending = statement({
  reason: "Part of every heartbeat.",
  name: "executor_pending_count",
  text: `
    SELECT count(*)::int AS n FROM executor_command
    WHERE executor_id = $1 AND finished_at IS NULL AND state IN ('queued', 'delivered') AND expires_at > now()`,
  columns: {
    n: "int4",
  },
});

export const saveHeartbeat = statement({
  reason: "Part of every heartbeat; the sample of the minute is stored in the same round trip.",
  name: "executor_heartbeat_save",
  text: `
    WITH sample AS (
      INSERT INTO executor_sample (executor_id, metrics) SELECT $1, $7 WHERE $12 ON CONFLICT DO NOTHING)
    UPDATE executor e SET version = $2, os = $3, hostname = $4, status = $5, applied_version = $6, metrics = $7,
      clock_skew_ms = coalesce($8, clock_skew_ms), boot_id = coalesce($9, boot_id), fence = $10,
      returned_at = CASE WHEN last_seen_at < now() - make_interval(secs => 3 * $11::float8 / 1000)
                         THEN (ARRAY[now()] || returned_at)[1:10] ELSE returned_at END,
      sampled_at = CASE WHEN $12 THEN now() ELSE sampled_at END, last_seen_at = now()
    WHERE id = $1 RETURNING ${presenceSql} AS presence`,
  columns: {
    presence: narrow<Presence>("text"),
  },
});

export const markSilent = statement({
  reason: "Runs every second in each worker; locks the rows (SKIP LOCKED).",
  text: `
    WITH seen AS (
      SELECT e.id, e.told_presence AS before, ${presenceSql} AS now FROM executor e
      WHERE e.told_presence NOT IN ('never', 'revoked') AND e.revoked_at IS NULL
        AND e.told_presence <> ${presenceSql} LIMIT 500 FOR UPDATE SKIP LOCKED)
    UPDATE executor e SET told_presence = seen.now FROM seen WHERE e.id = seen.id
    RETURNING e.id, e.owner_id AS "ownerId", seen.before, seen.now`,
  columns: {
    id: "text",
    ownerId: "text",
    before: narrow<Presence>("text"),
    now: narrow<Presence>("text"),
  },
});

export const countOfToday = countRows("executor", "revoked_at IS NULL AND last_seen_at > now() - interval '1 day'");
