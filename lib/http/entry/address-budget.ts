import { secondsUntilAllowed, weigh } from "../limits/rate-limit";

/**
 * What one address may ask of this process in a minute, counted in memory: the limit of pages and files, which have no
 * other, and cheap enough to refuse a flood. Calls of the API have further limits of their own.
 */
export const entryClasses = {
  page: { limit: 600 },
  /** Scripts, styles, fonts: a first visit loads some fifty of them. */
  file: { limit: 6_000 },
  api: { limit: 30_000 },
} as const;

export type EntryClass = keyof typeof entryClasses;
export type Budget = { limit: number; remaining: number; resetSeconds: number; exceeded: boolean };
type Window = { start: number; count: number; previousCount: number };

const windowSeconds = 60;
const maxSubjects = 50_000;

export class AddressBudgets {
  readonly #factor: number;
  readonly #windows = new Map<string, Window>();

  constructor(factor: number) {
    this.#factor = factor;
  }

  /** Counts one request; a refused one is not counted, so that its Retry-After stays exact. */
  count(entryClass: EntryClass, subject: string, nowSeconds = Date.now() / 1000): Budget {
    const limit = Math.max(1, Math.floor(entryClasses[entryClass].limit * this.#factor));
    const window = this.#windowOf(`${entryClass}:${subject}`, nowSeconds);
    const age = { ...window, elapsed: nowSeconds - window.start };
    const wait = secondsUntilAllowed(age, limit, windowSeconds);
    if (wait === 0) window.count++;
    const used = weigh(window.count, window.previousCount, age.elapsed, windowSeconds);
    return {
      limit,
      remaining: Math.max(0, Math.floor(limit - used)),
      resetSeconds: Math.max(1, Math.ceil(wait === 0 ? windowSeconds - age.elapsed : wait + 0.05)),
      exceeded: wait > 0,
    };
  }

  #windowOf(key: string, nowSeconds: number): Window {
    const start = Math.floor(nowSeconds / windowSeconds) * windowSeconds;
    const known = this.#windows.get(key);
    if (known?.start === start) return known;
    // The oldest subjects are dropped first: insertion order is the order of their last window.
    this.#windows.delete(key);
    const oldest = this.#windows.keys().next();
    if (this.#windows.size >= maxSubjects && !oldest.done) this.#windows.delete(oldest.value);
    const previousCount = known?.start === start - windowSeconds ? known.count : 0;
    const window = { start, count: 0, previousCount };
    this.#windows.set(key, window);
    return window;
  }
}
