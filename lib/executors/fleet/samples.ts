import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { readSql } from "@/lib/db/replica/replica";
import { sql } from "@/lib/db/transaction";
import { loadExecutor } from "../queries";
import type { MetricsAnswer } from "./contract";
import { thinOutSamples } from "./fleet.sql";

/** Figures over time: one a minute for a day, one in a quarter of an hour for eight. */
const bucketSeconds = { "1h": 60, "24h": 300, "7d": 3_600 } as const;
const reachMs = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;

/** Averages, oldest first; what an executor did not report is absent. */
export async function executorMetrics(
  actor: Actor,
  executorId: string,
  range: keyof typeof reachMs,
): Promise<MetricsAnswer> {
  await loadExecutor(actor, executorId, "executor.read", sql());
  const rows = await readSql().prisma.executorSample.findMany({
    where: { executorId, at: { gt: new Date(Date.now() - reachMs[range]) } },
    orderBy: { at: "asc" },
  });
  const samples = rows.map(({ at, metrics }) => ({ atMs: at.getTime(), metrics: figures.parse(metrics) }));
  return { points: averageByTime(samples, bucketSeconds[range] * 1000) };
}

const figures = z.record(z.string(), z.number());
type Sample = { atMs: number; metrics: Record<string, number> };

/** Averages of each figure in steps of this width. Pure. */
export function averageByTime(samples: readonly Sample[], stepMs: number): MetricsAnswer["points"] {
  const steps = Map.groupBy(samples, ({ atMs }) => Math.floor(atMs / stepMs) * stepMs);
  return [...steps].map(([atMs, of]) => {
    const names = new Set(of.flatMap(({ metrics }) => Object.keys(metrics)));
    const metrics = [...names].map((name) => {
      const values = of.flatMap(({ metrics: { [name]: value } }) => (value === undefined ? [] : [value]));
      return [name, values.reduce((sum, value) => sum + value, 0) / values.length] as const;
    });
    return { at: new Date(atMs).toISOString(), metrics: Object.fromEntries(metrics) };
  });
}

export async function purgeExecutorSamples(): Promise<void> {
  for (const purge of thinOutSamples) await sql().run(purge);
}
