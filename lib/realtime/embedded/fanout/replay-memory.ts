/**
 * Remembers the signatures of accepted writes, so that a captured request cannot be sent again: the protocol itself
 * has no nonce. A signature is kept for as long as its timestamp could still be accepted.
 *
 * For a moment after the first time it is accepted again: timestamps are whole seconds, so two equal events within one
 * second are the same request to the letter, and the official libraries offer no way to distinguish them.
 *
 * Bounded: when it is full the oldest entry is dropped and timestamps up to its own are no longer accepted, so a flood
 * shortens the accepted window and never allows a replay. Each process remembers its own.
 */
export type ReplayLimits = { memorySeconds: number; graceSeconds: number; maxEntries: number };

type Entry = { timestamp: number; seenAt: number };

export class ReplayMemory {
  readonly #seen = new Map<string, Entry>();
  readonly #limits: ReplayLimits;
  #oldestAccepted = 0;

  constructor(limits: ReplayLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Records the signature; false when it was seen before, or is older than what is remembered. Times in seconds. */
  admit(signature: string, timestamp: number, nowSeconds: number): boolean {
    this.#removeExpired(nowSeconds);
    const known = this.#seen.get(signature);
    if (known) return nowSeconds - known.seenAt <= this.#limits.graceSeconds;
    if (timestamp < this.#oldestAccepted) return false;
    if (this.#seen.size >= this.#limits.maxEntries) this.#dropOldest();
    this.#seen.set(signature, { timestamp, seenAt: nowSeconds });
    return true;
  }

  #removeExpired(nowSeconds: number): void {
    for (const [signature, entry] of this.#seen) {
      if (nowSeconds - entry.seenAt < this.#limits.memorySeconds) return;
      this.#seen.delete(signature);
    }
  }

  #dropOldest(): void {
    const [oldest] = this.#seen;
    if (!oldest) return;
    this.#seen.delete(oldest[0]);
    this.#oldestAccepted = Math.max(this.#oldestAccepted, oldest[1].timestamp + 1);
  }
}
