import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { type MetricsSampleEvent, machineChannel, serverChannel } from "@/lib/realtime/contract";
import { createPublisher, type Publisher, publisherConfig } from "@/lib/realtime/publisher";
import { metricNames, type SubjectKind } from "../metrics/contract";
import type { Sample } from "../samples/store-samples";

type Subject = { kind: SubjectKind; resourceId: string };

const channels: Record<SubjectKind, (resourceId: string) => string> = {
  machine: machineChannel,
  server: serverChannel,
};

let publisher: Publisher | undefined;

/** Publishes samples to the pages that show the subject. Not awaited and not repeated: the next one follows soon. */
export function publishReadings({ kind, resourceId }: Subject, samples: readonly Sample[]): void {
  publisher ??= createPublisher(publisherConfig(env(), createLogger("monitoring", env().LOG_LEVEL)));
  const channel = channels[kind](resourceId);
  for (const { atMs, readings } of samples) {
    const entries = metricNames.map(
      (name, place) => [name, Number((readings[place] ?? Number.NaN).toPrecision(7))] as const,
    );
    const known = entries.filter(([, value]) => Number.isFinite(value));
    const data: MetricsSampleEvent = {
      resourceId,
      at: new Date(atMs).toISOString(),
      readings: Object.fromEntries(known),
    };
    void publisher.publish(channel, "metrics.sample", data);
  }
}
