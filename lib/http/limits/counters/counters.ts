/** The counter of a window, the one before it, and the age of the current window in seconds. */
export type Window = { count: number; previousCount: number; elapsed: number };

/** Where requests are counted: one place for all processes, with one clock. */
export interface RateCounters {
  /**
   * Rolls the window of `windowSeconds` on and counts `size` requests if the weighted sum stays within `limit`. A refused
   * request is not counted.
   */
  count(key: string, windowSeconds: number, size: number, limit: number): Promise<Window & { admitted: boolean }>;
  /** Null: nothing was counted in this window or the one before it. */
  read(key: string, windowSeconds: number): Promise<Window | null>;
  uncount(key: string, requests: number): Promise<void>;
}
