import { narrow, statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import type { ExecutorConfig, ExecutorSettings } from "@/lib/executors/config/contract";

export const listRunning = statement({
  reason: "Runs every second in each worker.",
  text: "SELECT id FROM executor_rollout WHERE state = 'running' LIMIT 100",
  columns: {
    id: "text",
  },
});

export const judgeShare = statement({
  reason: "Judges all executors of a share at once.",
  text: `
    WITH share AS (
      SELECT e.id, e.status IN ('error', 'degraded')
        AND NOT e.id = ANY($5) AS is_unwell, e.applied_version, e.config_version, e.last_seen_at, e.metrics,
             make_interval(secs => 0.003 * (e.config->>'heartbeatIntervalMs')::float8) AS patience
      FROM executor e WHERE e.template_id = $1 AND e.template_version = $2 AND e.revoked_at IS NULL),
    judged AS (
      SELECT applied_version, config_version, last_seen_at, patience, is_unwell,
             coalesce((metrics->>'bridgeConnected')::float8, 1) = 0 AND EXISTS (
               SELECT 1 FROM executor_sample s WHERE s.executor_id = share.id AND s.at < $3::timestamptz
                 AND s.at > $3::timestamptz - interval '1 hour'
                   AND (s.metrics->>'bridgeConnected')::float8 = 1) AS lost_bridge,
             EXISTS (SELECT 1 FROM executor_command c WHERE c.executor_id = share.id AND c.state = 'failed'
               AND c.acked_at >= $3::timestamptz AND c.finished_at >= $3::timestamptz) AS has_failed
      FROM share)
    SELECT count(*) FILTER (WHERE (applied_version >= config_version AND last_seen_at >= $4::timestamptz - patience
                                  AND (is_unwell OR lost_bridge OR has_failed OR last_seen_at < now() - patience))
                              OR (last_seen_at >= $3::timestamptz - patience
                                AND last_seen_at < now() - patience))::int AS failures,
           count(*) FILTER (WHERE applied_version < config_version
             AND last_seen_at >= now() - patience)::int AS unapplied
    FROM judged`,
  columns: {
    failures: "int4",
    unapplied: "int4",
  },
});

export const lockMembers = statement({
  reason: "Locks the rows in the order of the shares.",
  text: `
    SELECT id, overrides, config, config_version AS "configVersion", template_version AS "templateVersion"
      FROM executor
    WHERE template_id = $1 AND revoked_at IS NULL ORDER BY md5(id) FOR UPDATE`,
  columns: {
    id: "text",
    overrides: narrow<ExecutorSettings>("jsonb"),
    config: narrow<ExecutorConfig>("jsonb"),
    configVersion: "int4",
    templateVersion: "int4?",
  },
});

const select = `
  SELECT members, given, applied, id, template_id AS "templateId", from_version AS "fromVersion",
    to_version AS "toVersion", stages, stage,
  soak_seconds AS "soakSeconds", max_failures AS "maxFailures", state, reason, created_at AS "createdAt",
  finished_at AS "finishedAt", unwell_before AS "unwellBefore", stage_started_at AS "stageStartedAt",
  extract(epoch FROM now() - stage_started_at)::float8 AS "stageAgeSeconds" FROM executor_rollout r
  CROSS JOIN LATERAL (
  SELECT count(*)::int AS members, count(*) FILTER (WHERE e.template_version = r.to_version)::int AS given,
  count(*) FILTER (WHERE e.template_version = r.to_version AND e.applied_version >= e.config_version)::int AS applied
  FROM executor e WHERE e.template_id = r.template_id AND e.revoked_at IS NULL) AS reached`;

const rolloutRow = {
  members: "int4",
  given: "int4",
  applied: "int4",
  id: "text",
  templateId: "text",
  fromVersion: "int4",
  toVersion: "int4",
  stages: "int4[]",
  stage: "int4",
  soakSeconds: "int4",
  maxFailures: "int4",
  state: narrow<"running" | "halted" | "done" | "rolled_back">("text"),
  reason: "text?",
  createdAt: "timestamptz",
  finishedAt: "timestamptz?",
  unwellBefore: "text[]",
  stageStartedAt: "timestamptz?",
  stageAgeSeconds: "float8?",
} as const;
const reason = "Counts the executors that a roll-out reached in the same round trip.";

export const lockRollout = rowLock("executor_rollout");

/** One of a template, or its newest; null leaves the condition out. */
export const listRolloutRows = statement({
  reason,
  text: `${select} WHERE template_id = $1 AND ($2::text IS NULL OR id = $2) ORDER BY id DESC LIMIT 50`,
  columns: rolloutRow,
});

export const claimRollout = statement({
  reason: `${reason} Locks the row (SKIP LOCKED).`,
  text: `${select} WHERE id = $1 AND state = 'running' FOR UPDATE OF r SKIP LOCKED`,
  columns: rolloutRow,
});
