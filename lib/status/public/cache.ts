import type { PublicStatus } from "../contract";

const cachedMs = 15_000;
let cached: { until: number; answer: Promise<PublicStatus | null> } | undefined;

/** At most one reading every 15 seconds in each process. A failed one is not kept. */
export function cachedStatus(read: () => Promise<PublicStatus | null>): Promise<PublicStatus | null> {
  const now = performance.now();
  if (!cached || now >= cached.until) {
    const answer = read();
    cached = { until: now + cachedMs, answer };
    answer.catch(forgetStatus);
  }
  return cached.answer;
}

/** After a change, so that its author sees it at once. */
export function forgetStatus(): void {
  cached = undefined;
}
