/** What a benchmark reports, one line each. Every figure has its bar. */
export type Row = {
  name: string;
  value: number;
  unit: string;
  baseline: number | null;
  ratio: number | null;
  bar: string;
  ok: boolean;
};

type Limit = { atMost: number } | { atLeast: number };

const holds = (limit: Limit, value: number) => ("atMost" in limit ? value <= limit.atMost : value >= limit.atLeast);
const say = (limit: Limit) => ("atMost" in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`);

/** Judged by what it is in itself. */
export function absolute(name: string, value: number, unit: string, limit: Limit): Row {
  return { name, value, unit, baseline: null, ratio: null, bar: say(limit), ok: holds(limit, value) };
}

/** Judged by its ratio to the bare minimum, measured in the same minute on the same machine. */
export function relative(name: string, value: number, unit: string, baseline: number, limit: Limit): Row {
  const ratio = value / baseline;
  return { name, value, unit, baseline, ratio, bar: say(limit), ok: holds(limit, ratio) };
}

export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** Calls `work` `total` times, `callers` at once; how long each call took, in milliseconds, and all of them. */
export async function timeCalls(
  callers: number,
  total: number,
  work: (index: number) => Promise<unknown>,
): Promise<{ latencies: number[]; totalMs: number }> {
  const latencies: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const caller = async () => {
    while (next < total) {
      const index = next++;
      const callStartedAt = performance.now();
      await work(index);
      latencies.push(performance.now() - callStartedAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { latencies, totalMs: performance.now() - startedAt };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
