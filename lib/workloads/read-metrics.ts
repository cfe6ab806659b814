import type { Counters, MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { runFamilies } from "./figures/count-run";
import { countWorkloads } from "./metrics.sql";

export async function readMetrics(db: Sql, counters: Counters): Promise<MetricFamily[]> {
  const counts = await db.rows(countWorkloads);
  const runs = new Map(counts.filter(({ kind }) => kind === "").map(({ label, n }) => [label, n]));
  const gauge = (name: string, help: string, value = 0): MetricFamily => ({
    name,
    type: "gauge",
    help,
    samples: [{ value }],
  });
  return [
    gauge("provisioning_runs_unfinished", "Runs waiting or in progress.", runs.get("count")),
    gauge("provisioning_run_oldest_seconds", "Age of the oldest unfinished run.", runs.get("oldest_seconds")),
    ...runFamilies(counters),
  ];
}
