/**
 * How long to wait before trying again, always with jitter: a fleet that lost its panel must not reconnect at one
 * instant.
 */

const backoffCapMs = 60_000;
const reconnectWindowMs = 30_000;

/** Full jitter over a window that doubles from 1 s to `capMs`, never under a tenth of it. `random` in [0, 1). Pure. */
export function backoffMs(attempt: number, random: number, capMs = backoffCapMs): number {
  const window = Math.min(capMs, 1_000 * 2 ** Math.min(attempt, 16));
  return Math.round(window * (0.1 + 0.9 * random));
}

/**
 * Milliseconds before a lost socket is opened again: a random time within the fleet's reconnect spread, which
 * doubles with each attempt, to half a minute. `random` in [0, 1). Pure.
 */
export function reconnectDelayMs(attempt: number, random: number, spreadMs: number): number {
  const window = Math.min(Math.max(reconnectWindowMs, spreadMs), spreadMs * 2 ** Math.min(attempt, 16));
  // The first attempt at any time in it; later ones not at once, as the panel just refused.
  const least = attempt === 0 ? 0 : Math.min(1_000, window / 2);
  return Math.round(least + random * (window - least));
}

/** Never before Retry-After is over, and up to half of it (at least a second) later. Pure. */
export function afterRetryAfterMs(retryAfterSeconds: number, random: number): number {
  const asked = Math.min(3_600, Math.max(0, retryAfterSeconds)) * 1_000;
  return Math.round(asked + random * Math.max(1_000, asked / 2));
}

/** Seconds of a Retry-After header, which is a number or a date (RFC 9110); null without one. Pure. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, (at - nowMs) / 1_000);
}

/** Waits, or ends early (without an error) when the signal does. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}
