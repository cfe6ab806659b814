import { type Counters, type MetricFamily, samplesByLabel } from "@/lib/core/metrics";
import type { Sql } from "@/lib/db/transaction";
import { measures, signalKinds } from "./detection/contract";
import { countSecurity } from "./metrics.sql";

export async function readMetrics(db: Sql, counters: Counters): Promise<MetricFamily[]> {
  const counts = await db.rows(countSecurity);
  const of = (family: string) =>
    new Map(counts.filter((row) => row.family === family).map(({ label, n }) => [label, n]));
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
      samples: samplesByLabel("kind", signalKinds, of("signal")),
    },
    {
      name: "sign_in_measures",
      type: "gauge",
      help: "Networks and accounts slowed down, challenged, blocked or locked, by measure.",
      samples: samplesByLabel("measure", measures, of("measure")),
    },
  ];
}
