import type { MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { describeUnfinishedRuns } from "./metrics.sql";

export async function readMetrics(db: Sql): Promise<MetricFamily[]> {
  const runs = await db.row(describeUnfinishedRuns);
  const gauge = (name: string, help: string, value = 0): MetricFamily => ({
    name,
    type: "gauge",
    help,
    samples: [{ value }],
  });
  return [
    gauge("provisioning_runs_unfinished", "Runs waiting or in progress.", runs?.unfinished),
    gauge("provisioning_run_oldest_seconds", "Age of the oldest unfinished run.", runs?.oldest),
  ];
}
