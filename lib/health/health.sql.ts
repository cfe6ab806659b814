import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

/** What several checks need, in one round trip. Durations are seconds; null: there is none. */
export const readHealthFacts = statement({
  reason: "Reads views of PostgreSQL; polled by load balancers, and by an idle worker.",
  text: `
    SELECT
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
        AS "failedDeliveries"`,
  columns: {
    workers: "int4",
    connections: "int4",
    mostConnections: "int4",
    oldestTransaction: "float8?",
    oldestRun: "float8?",
    lastCodeStep: "float8",
    oldestDelivery: "float8?",
    failedDeliveries: "int4",
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
    SELECT name, floor(extract(epoch FROM at - $1::timestamptz) / $2::int)::int AS step,
      max(CASE state WHEN 'failed' THEN 3 WHEN 'degraded' THEN 2 WHEN 'ok' THEN 1 ELSE 0 END)::int AS worst,
      max(value) AS value, count(*) FILTER (WHERE state <> 'off')::int AS used,
      count(*) FILTER (WHERE state = 'failed')::int AS failed
    FROM health_record WHERE at >= $1 GROUP BY 1, 2`,
  columns: { name: "text", step: "int4", worst: "int4", value: "float8?", used: "int4", failed: "int4" },
});
