import { type Counters, type MetricFamily, samplesByLabel } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { measures, signalKinds } from "./detection/contract";

export async function readMetrics(db: Sql, counters: Counters): Promise<MetricFamily[]> {
  const [signals, blocks] = await Promise.all([
    db.prisma.securitySignal.groupBy({ by: "kind", where: { state: "open" }, _count: true }),
    db.prisma.networkBlock.groupBy({ by: "measure", where: { until: { gt: new Date() } }, _count: true }),
  ]);
  return [
    {
      name: "security_signals_total",
      type: "counter",
      help: "Signals that detection raised, by kind.",
      samples: samplesByLabel("kind", signalKinds, counters("security_signals_total")),
    },
    {
      name: "security_signals_open",
      type: "gauge",
      help: "Signals nobody has settled yet, by kind.",
      samples: samplesByLabel("kind", signalKinds, new Map(signals.map(({ kind, _count }) => [kind, _count]))),
    },
    {
      name: "sign_in_measures",
      type: "gauge",
      help: "Networks and accounts slowed down, challenged, blocked or locked, by measure.",
      samples: samplesByLabel("measure", measures, new Map(blocks.map(({ measure, _count }) => [measure, _count]))),
    },
  ];
}
