import { narrow, statement } from "@/lib/db/statement";

export const listScheduledJobs = statement({
  reason: "Tables of pg-boss, which Prisma does not know; it has no call that answers this for all queues at once.",
  text: `
    SELECT s.name, s.data->>'summary' AS summary, s.cron AS schedule,
           coalesce(open.waiting, 0)::int AS waiting, coalesce(open.retrying, 0)::int AS retrying,
           open.since AS "runningSince", last.state::text AS "lastState", last.completed_on AS "lastAt",
           (extract(epoch FROM last.completed_on - last.started_on) * 1000)::int AS "lastDurationMs",
           CASE WHEN last.state = 'failed' THEN coalesce(last.output->>'message', last.output::text) END AS "lastError"
    FROM pgboss.schedule s
    LEFT JOIN LATERAL (
      SELECT count(*) FILTER (WHERE j.state = 'created') AS waiting,
             count(*) FILTER (WHERE j.state = 'retry') AS retrying,
             min(j.started_on) FILTER (WHERE j.state = 'active') AS since
      FROM pgboss.job j WHERE j.name = s.name AND j.state < 'completed') open ON true
    LEFT JOIN LATERAL (
      SELECT j.state, j.started_on, j.completed_on, j.output
      FROM pgboss.job j WHERE j.name = s.name AND j.state IN ('completed', 'failed')
      ORDER BY j.completed_on DESC LIMIT 1) last ON true
    ORDER BY s.name`,
  columns: {
    name: "text",
    summary: "text?",
    schedule: "text",
    waiting: "int4",
    retrying: "int4",
    runningSince: "timestamptz?",
    lastState: narrow<"completed" | "failed">("text?"),
    lastAt: "timestamptz?",
    lastDurationMs: "int4?",
    lastError: "text?",
  },
});
