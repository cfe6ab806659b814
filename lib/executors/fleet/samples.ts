import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { loadExecutor } from "../queries";
import type { MetricsAnswer } from "./contract";
import { averageSamples, thinOutSamples } from "./fleet.sql";

/** Figures over time: one a minute for a day, one in a quarter of an hour for eight. */
const bucketSeconds = { "1h": 60, "24h": 300, "7d": 3_600 } as const;
const reach = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" } as const;

/** Averages, oldest first; what an executor did not report is absent. */
export async function executorMetrics(
  actor: Actor,
  executorId: string,
  range: keyof typeof reach,
): Promise<MetricsAnswer> {
  await loadExecutor(actor, executorId, "executor.read", sql());
  const rows = await sql().rows(averageSamples, [executorId, reach[range], bucketSeconds[range]]);
  return { points: rows.map(({ at, metrics }) => ({ at: at.toISOString(), metrics })) };
}

export async function purgeExecutorSamples(): Promise<void> {
  for (const purge of thinOutSamples) await sql().run(purge);
}
