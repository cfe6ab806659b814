import { sleep } from "@/lib/core/clock";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import type { WorkloadStatus } from "../contract";
import { batchLimits, ConsoleBatches, type ConsoleEvent } from "./console-batches";
import { FloodWatch, sampleLog } from "./flooded-log";

const historyLines = batchLimits.lines;
const gatherMs = 20;
/** After a batch this large the next one waits: 1,200 lines a second are more than a person can read. */
const busyLines = 30;
const busyMs = 250;
const reattachMs = 1_000;
/** A right that ended stops the stream within a second. */
const askAgainMs = 700;

/** The cursor of the last line a viewer saw, as the client repeats it; null when it is no cursor: history again. */
export function parseCursor(lastEventId: string | null): string | null {
  return lastEventId !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(lastEventId) ? lastEventId : null;
}

export type ConsoleSource = {
  id: string;
  engine: ContainerEngine;
  /** Authorises the viewer again; what it throws ends the stream. */
  currentStatus: () => Promise<WorkloadStatus>;
};

/**
 * A workload's console: history first, then lines as they come, state changes and about one stats sample a second, in
 * batches. If a game writes more than a viewer can receive, the oldest lines are left out and counted. Survives
 * restarts of the container: it attaches again when there is one. A line's id is its place in the log, so a viewer that
 * reconnects with the last id continues without a repeated line and without an unmarked gap. Authorised when opened and
 * again several times in two seconds, so that a revoked session or a removed role stops the stream; ends when the
 * signal aborts or the workload is deleted.
 */
export function streamConsole(
  source: ConsoleSource,
  lastEventId: string | null,
): (signal: AbortSignal) => AsyncGenerator<ConsoleEvent[]> {
  return (signal) =>
    merge(signal, [
      (inner) => lines(source, parseCursor(lastEventId), inner),
      (inner) => stats(source, inner),
      (inner) => statuses(source, inner),
    ]);
}

async function* lines(
  source: ConsoleSource,
  lastSeen: string | null,
  signal: AbortSignal,
): AsyncGenerator<ConsoleEvent[]> {
  const batches = new ConsoleBatches(lastSeen);
  let wake = () => {};
  void readLines(source, batches, signal, () => wake());
  signal.addEventListener("abort", () => wake(), { once: true });
  while (!signal.aborted) {
    if (batches.isEmpty) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Lines come in bursts: lines within a few milliseconds form one batch.
      await pause(gatherMs, signal);
    }
    const batch = batches.take();
    if (batch.length > 0) yield batch;
    if (batch.length > busyLines) await pause(busyMs, signal);
  }
}

/** Reads at the speed of the engine, not of the viewer: a slow viewer would never see the end. */
async function readLines(
  { id, engine }: ConsoleSource,
  batches: ConsoleBatches,
  signal: AbortSignal,
  arrived: () => void,
): Promise<void> {
  const name = objectNames.container(id);
  while (!signal.aborted) {
    const flood = new FloodWatch();
    try {
      const range = batches.newest === null ? { tail: historyLines } : { after: batches.newest };
      const either = AbortSignal.any([signal, flood.isOver]);
      batches.attach();
      const onGap = () => batches.noteCut();
      for await (const line of engine.followLogs(name, { ...range, signal: either, onGap })) {
        flood.note(line.text.length);
        batches.add(line);
        arrived();
      }
      if (flood.isFlood) await sampleLog(engine, name, batches, { signal, arrived });
    } catch {
      // No container yet, or the engine is unreachable: state events show it; here we only try again.
    }
    flood.stop();
    if (!flood.isOver.aborted) await pause(reattachMs, signal);
  }
}

async function* stats({ id, engine }: ConsoleSource, signal: AbortSignal): AsyncGenerator<ConsoleEvent[]> {
  const name = objectNames.container(id);
  while (!signal.aborted) {
    try {
      for await (const sample of engine.followStats(name, { signal })) {
        yield [{ event: "stats", data: { ...sample, at: sample.at.toISOString() } }];
      }
    } catch {
      // As above.
    }
    await pause(2 * reattachMs, signal);
  }
}

async function* statuses({ currentStatus }: ConsoleSource, signal: AbortSignal): AsyncGenerator<ConsoleEvent[]> {
  let last = "";
  while (!signal.aborted) {
    const status = await currentStatus();
    if (status !== last) {
      last = status;
      yield [{ event: "status", data: { status: last, at: new Date().toISOString() } }];
    }
    await pause(askAgainMs, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, signal).catch(() => {});
}

/** Merges events of several generators in order of arrival; ends all of them when one throws or the consumer stops. */
async function* merge(
  outer: AbortSignal,
  sources: ((signal: AbortSignal) => AsyncGenerator<ConsoleEvent[]>)[],
): AsyncGenerator<ConsoleEvent[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const generators = sources.map((source) => source(signal));
  const take = (generator: AsyncGenerator<ConsoleEvent[]>) =>
    generator.next().then((result) => ({ generator, result }));
  const pending = new Map(generators.map((generator) => [generator, take(generator)]));
  try {
    while (pending.size > 0 && !outer.aborted) {
      const { generator, result } = await Promise.race(pending.values());
      if (result.done) pending.delete(generator);
      else {
        pending.set(generator, take(generator));
        yield result.value;
      }
    }
  } finally {
    stop.abort();
    for (const promise of pending.values()) promise.catch(() => {});
  }
}
