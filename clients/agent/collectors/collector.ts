import type { MetricName } from "@/lib/monitoring/metrics/contract";

export type Readings = Partial<Record<MetricName, number | null>>;

/**
 * One part of the figures. It keeps what it needs for differences. `elapsedMs` is the monotonic time since the last sample;
 * null: there is none to compare with (the first, or one before a suspension), and rates have no value.
 */
export type Collector = { name: string; collect(elapsedMs: number | null): Readings | Promise<Readings> };

/** The growth of a counter; null when it fell (it was reset) or there is nothing to compare with. */
export function growth(now: number, before: number | undefined): number | null {
  return before === undefined || now < before ? null : now - before;
}

export const perSecond = (grown: number | null, elapsedMs: number | null): number | null =>
  grown === null || elapsedMs === null || elapsedMs <= 0 ? null : (grown * 1000) / elapsedMs;
