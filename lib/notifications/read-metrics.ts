import type { MetricFamily } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";

export async function readMetrics(db: Sql): Promise<MetricFamily[]> {
  const waiting = await db.prisma.delivery.aggregate({
    where: { state: "queued" },
    _count: true,
    _min: { createdAt: true },
  });
  const oldest = waiting._min.createdAt?.getTime() ?? Date.now();
  const failed = await db.prisma.delivery.groupBy({ by: "kind", where: { state: "failed" }, _count: true });
  return [
    {
      name: "deliveries_waiting",
      type: "gauge",
      help: "Messages in the outbox that wait to be sent.",
      samples: [{ value: waiting._count }],
    },
    {
      name: "deliveries_oldest_seconds",
      type: "gauge",
      help: "Age of the oldest message that waits.",
      samples: [{ value: Math.max(0, Date.now() - oldest) / 1000 }],
    },
    {
      name: "deliveries_failed",
      type: "gauge",
      help: "Messages that failed for good and are still kept, by kind of channel.",
      samples: failed.map(({ kind, _count }) => ({ labels: { kind }, value: _count })),
    },
  ];
}
