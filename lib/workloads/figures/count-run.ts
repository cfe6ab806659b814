import type { Counters, MetricFamily, Sample } from "@/lib/core/metrics";
import { type CounterChange, increaseCounters } from "@/lib/db/counters/counters";
import type { Sql } from "@/lib/db/transaction";

/** Upper bounds in milliseconds. */
const bounds = [250, 500, 1000, 2500, 5000, 15_000, 60_000, 300_000] as const;
const total = "provisioning_runs_total";
const duration = "provisioning_run_duration_ms";

type EndedRun = { resourceKind: string; kind: string; createdAt: Date };

/** Counts a run of any kind at its end, in its transaction, so that a figure neither falls nor counts twice. */
export async function countEndedRun(tx: Sql, run: EndedRun, outcome: "succeeded" | "failed"): Promise<void> {
  const of = `${run.resourceKind}/${run.kind}`;
  const changes: CounterChange[] = [{ name: total, label: `${of}/${outcome}`, by: 1 }];
  if (outcome === "succeeded") {
    const durationMs = Date.now() - run.createdAt.getTime();
    const reached = bounds.filter((bound) => durationMs <= bound).map(String);
    changes.push({ name: `${duration}_sum`, label: of, by: durationMs });
    for (const bound of [...reached, "+Inf"])
      changes.push({ name: `${duration}_bucket`, label: `${of}/${bound}`, by: 1 });
  }
  await increaseCounters(tx, changes);
}

/** Runs that ended, by kind of resource, kind of run and outcome, and how long the successful ones took. */
export function runFamilies(counters: Counters): MetricFamily[] {
  const counts = [...counters(total)].map(([label, value]) => {
    const [kind = "", run = "", outcome = ""] = label.split("/");
    return { labels: { kind, run, outcome }, value };
  });
  return [
    { name: total, type: "counter", help: "Runs that ended, by kind of resource, run and outcome.", samples: counts },
    {
      name: duration,
      type: "histogram",
      help: "Milliseconds from accepting a run to its success, by kind of resource and run.",
      samples: durations(counters),
    },
  ];
}

function durations(counters: Counters): Sample[] {
  const buckets = counters(`${duration}_bucket`);
  return [...counters(`${duration}_sum`)].flatMap(([of, sum]) => {
    const [kind = "", run = ""] = of.split("/");
    const labels = { kind, run };
    const at = (bound: string) => buckets.get(`${of}/${bound}`) ?? 0;
    return [
      ...[...bounds.map(String), "+Inf"].map((le) => ({ suffix: "_bucket", labels: { ...labels, le }, value: at(le) })),
      { suffix: "_sum", labels, value: sum },
      { suffix: "_count", labels, value: at("+Inf") },
    ];
  });
}
