import { samplesOf } from "@/lib/monitoring/agents/take-metrics";
import { placeOf } from "@/lib/monitoring/metrics/contract";
import { storeSamples } from "@/lib/monitoring/samples/store-samples";

type Batch = { subject: number; metrics: string[]; samples: number[][] };

/** One statement for each call, with the same rows as the real route stores. */
export async function insertBenchSamples({ subject, metrics, samples }: Batch): Promise<void> {
  await storeSamples(samplesOf(subject, samples, { places: metrics.map(placeOf), skewMs: 0 }));
}
