/** Milliseconds to wait before the attempt after `failures` failed ones: doubled from one second to `mostMs`, full jitter. Pure. */
export function pauseAfter(failures: number, random: number, mostMs = 30_000): number {
  return Math.round(Math.min(mostMs, 1_000 * 2 ** Math.max(0, failures - 1)) * (0.5 + random / 2));
}

/** Milliseconds until a lost connection is tried again: a random part of what the fleet takes, and longer each time. Pure. */
export function reconnectPause(failures: number, spreadMs: number, random: number): number {
  return Math.round(random * (spreadMs + Math.min(30_000, 1_000 * 2 ** Math.max(0, failures - 1))));
}

/** Ends early, without an error, when the signal comes. */
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
