/** Which times of a batch are stored. Pure. */
const hourMs = 3_600_000;
const smallestShiftMs = 2_000;
const largestShiftMs = 10 * 60_000;
const futureMs = 60_000;
/** A measured difference this close to the known one is the way of the request. */
const jitterMs = 5_000;
/** A request takes up to 15 s: a larger difference is a clock that was set. */
const slowestMs = 20_000;
/** Raw rows are kept for 48 hours; the last of them may be dropped while a batch is stored. */
export const oldestMs = 47 * hourMs;

const middleOf = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * How far the sender's clock is ahead: the median of what was measured last, so that one slow request changes nothing. A
 * clock that was set counts at once. The known difference is kept while the new one is close to it: a batch that is sent
 * again then gets the same times, and is recognised.
 */
export function skewOf(measuredMs: number, knownMs: number | null, recent: readonly number[]): number {
  const isSet = knownMs === null || Math.abs(measuredMs - knownMs) > slowestMs;
  // After a start of the panel, the known difference counts as those that were measured before.
  const before = recent.length < 2 && knownMs !== null ? [knownMs, knownMs, ...recent] : recent;
  const skew = Math.round(isSet ? measuredMs : middleOf([...before, measuredMs]));
  if (knownMs !== null && Math.abs(skew - knownMs) <= jitterMs) return knownMs;
  if (Math.abs(skew) <= smallestShiftMs) return 0;
  return Math.max(-2_000_000_000, Math.min(2_000_000_000, skew));
}

/**
 * Milliseconds that are subtracted from each time of a batch, a multiple of the grid. A large difference is not
 * corrected: the clock may have been set while samples waited.
 */
export function shiftOf(skewMs: number): number {
  return Math.abs(skewMs) >= largestShiftMs ? 0 : Math.round(skewMs / 10_000) * 10_000;
}

type TimeVerdict = "stored" | "old" | "future";

export function judgeTime(atMs: number, nowMs: number): TimeVerdict {
  if (!Number.isFinite(atMs) || atMs > nowMs + futureMs) return "future";
  return atMs < nowMs - oldestMs ? "old" : "stored";
}
