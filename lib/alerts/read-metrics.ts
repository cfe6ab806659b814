import type { MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { severities } from "./contract";

export async function readMetrics(db: Sql): Promise<MetricFamily[]> {
  const open = await db.prisma.alertIncident.groupBy({ by: "severity", where: { resolvedAt: null }, _count: true });
  const counts = new Map(open.map(({ severity, _count }) => [severity, _count]));
  return [
    {
      name: "alerts_open",
      type: "gauge",
      help: "Alerts that have not ended, by severity.",
      samples: severities.map((severity) => ({ labels: { severity }, value: counts.get(severity) ?? 0 })),
    },
  ];
}
