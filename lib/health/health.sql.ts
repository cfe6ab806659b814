import { narrow, statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

/**
 * What several checks and alert rules need, in one round trip. Durations are seconds; null: there is none. `p95Ms` of the
 * creates of ten minutes is null below five of them; ports are those of the address that has the fewest free ones.
 */
export const readHealthFacts = statement({
  reason: "Reads views of PostgreSQL; polled by load balancers, and by an idle worker.",
  text: `
    WITH timed AS (
      SELECT extract(epoch FROM finished_at - created_at) * 1000 AS ms FROM provisioning_run
      WHERE kind = 'create' AND finished_at > now() - interval '10 minutes' AND error_code IS NULL AND cancel_at IS NULL),
    ports AS (
      SELECT count(*) FILTER (WHERE state <> 'free')::int AS used, count(*)::int AS total FROM port
      WHERE protocol = 'tcp' GROUP BY address_id ORDER BY count(*) FILTER (WHERE state = 'free') LIMIT 1)
    SELECT
      (SELECT used FROM ports) AS "usedPorts", (SELECT total FROM ports) AS "allPorts",
      (SELECT count(*)::int FROM provisioning_run WHERE kind = 'create' AND error_code IS NOT NULL
        AND cancel_at IS NULL AND finished_at > now() - interval '15 minutes') AS "failedCreates",
      (SELECT CASE WHEN count(*) >= 5 THEN percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) END FROM timed) AS "p95Ms",
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'error', health_error) ORDER BY name), '[]')
        FROM hosted_provider WHERE health_checked_at IS NOT NULL) AS services,
      (SELECT count(*)::int FROM pg_stat_activity
        WHERE application_name = 'lightnode-worker-locks' AND datname = current_database()) AS workers,
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      (SELECT setting::int FROM pg_settings WHERE name = 'max_connections') AS "mostConnections",
      (SELECT extract(epoch FROM now() - min(xact_start))::float8 FROM pg_stat_activity
        WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()) AS "oldestTransaction",
      (SELECT extract(epoch FROM now() - min(created_at))::float8 FROM provisioning_run
        WHERE finished_at IS NULL AND not_before <= now()) AS "oldestRun",
      (SELECT coalesce(max(last_step), 0)::float8 FROM second_factor) AS "lastCodeStep",
      (SELECT extract(epoch FROM now() - min(next_attempt_at))::float8 FROM delivery
        WHERE state = 'queued' AND next_attempt_at <= now()) AS "oldestDelivery",
      (SELECT count(*)::int FROM delivery WHERE state = 'failed' AND finished_at > now() - interval '1 hour')
        AS "failedDeliveries",
      (SELECT daily_enabled OR weekly_enabled FROM backup_settings WHERE id = 1) AS "backsUp",
      (SELECT (extract(epoch FROM now() - max(verified_at)) / 3600)::float8 FROM backup WHERE state = 'verified')
        AS "backupAgeHours",
      (SELECT (extract(epoch FROM now() - least(kit_downloaded_at, now())) / 3600)::float8 FROM backup_settings WHERE id = 1)
        AS "kitAgeHours"`,
  columns: {
    usedPorts: "int4?",
    allPorts: "int4?",
    failedCreates: "int4",
    p95Ms: "float8?",
    services: narrow<{ id: string; name: string; error: string | null }[]>("json"),
    workers: "int4",
    connections: "int4",
    mostConnections: "int4",
    oldestTransaction: "float8?",
    oldestRun: "float8?",
    lastCodeStep: "float8",
    oldestDelivery: "float8?",
    failedDeliveries: "int4",
    backsUp: "bool?",
    backupAgeHours: "float8?",
    kitAgeHours: "float8?",
  },
});

/** Findings of one minute; another worker may have written them already. */
export const insertHealth = statement({
  reason: "A loop of the worker, which does not load Prisma Client when it is idle.",
  text: `
    INSERT INTO health_record (name, at, state, value)
    SELECT name, $1, state, value FROM unnest($2::text[], $3::text[], $4::float8[]) AS given(name, state, value)
    ON CONFLICT DO NOTHING`,
});

export const purgeHealth = expired("health_record", "at", "30 days");

/** $1: from; $2: seconds of a step. `state`: 0 off, 1 ok, 2 degraded, 3 failed: the worst of the step. */
export const summariseRecords = statement({
  reason: "Aggregates up to 800,000 rows.",
  text: `
    SELECT name, trunc(extract(epoch FROM at - $1::timestamptz) / $2::int)::int AS step,
      max(CASE state WHEN 'failed' THEN 3 WHEN 'degraded' THEN 2 WHEN 'ok' THEN 1 ELSE 0 END)::int AS worst,
      max(value) AS value, count(*) FILTER (WHERE state <> 'off')::int AS used,
      count(*) FILTER (WHERE state = 'failed')::int AS failed
    FROM health_record WHERE at >= $1 GROUP BY 1, 2`,
  columns: { name: "text", step: "int4", worst: "int4", value: "float8?", used: "int4", failed: "int4" },
});
