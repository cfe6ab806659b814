import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import type { MetricsAnswer } from "./fleet/contract";
import { loadExecutor } from "./queries";

/** Figures over time: one a minute for a day, one in a quarter of an hour for eight. */
const bucketSeconds = { "1h": 60, "24h": 300, "7d": 3_600 } as const;
const reach = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" } as const;

/** Averages, oldest first; what an executor did not report is absent. */
export async function executorMetrics(
  actor: Actor,
  executorId: string,
  range: keyof typeof reach,
): Promise<MetricsAnswer> {
  await loadExecutor(actor, executorId, "executor.read");
  const rows = await sql().rows<{ at: Date; metrics: Record<string, number> }>(
    `SELECT at, jsonb_object_agg(name, value) AS metrics FROM (
       SELECT to_timestamp(floor(extract(epoch FROM s.at) / $3) * $3) AS at, f.key AS name, avg(f.value::float8) AS value
       FROM executor_sample s CROSS JOIN LATERAL jsonb_each_text(s.metrics) AS f(key, value)
       WHERE s.executor_id = $1 AND s.at > now() - $2::interval GROUP BY 1, 2) AS averages
     GROUP BY at ORDER BY at`,
    [executorId, reach[range], bucketSeconds[range]],
  );
  return { points: rows.map(({ at, metrics }) => ({ at: at.toISOString(), metrics })) };
}

export async function purgeExecutorSamples(): Promise<void> {
  await sql().run(
    `DELETE FROM executor_sample WHERE at < now() - interval '8 days'
       OR (at < now() - interval '1 day' AND extract(minute FROM at)::int % 15 <> 0)`,
  );
}
