import type { Counters, MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { runFamilies } from "./figures/count-run";

export async function readMetrics(db: Sql, counters: Counters): Promise<MetricFamily[]> {
  const unfinished = await db.prisma.provisioningRun.aggregate({
    where: { finishedAt: null },
    _count: true,
    _min: { createdAt: true },
  });
  const oldest = unfinished._min.createdAt?.getTime() ?? Date.now();
  const oldestSeconds = Math.max(0, Date.now() - oldest) / 1000;
  const gauge = (name: string, help: string, value = 0): MetricFamily => ({
    name,
    type: "gauge",
    help,
    samples: [{ value }],
  });
  return [
    gauge("provisioning_runs_unfinished", "Runs waiting or in progress.", unfinished._count),
    gauge("provisioning_run_oldest_seconds", "Age of the oldest unfinished run.", oldestSeconds),
    ...runFamilies(counters),
  ];
}
