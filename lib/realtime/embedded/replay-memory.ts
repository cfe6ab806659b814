/**
 * Remembers the signatures of accepted writes, so that a captured request cannot be sent again: the protocol itself
 * has no nonce. A signature is kept for as long as its timestamp could still be accepted.
 *
 * Bounded: when it is full the oldest entry leaves and its timestamp becomes the floor below which nothing is accepted
 * any more, so a flood shortens the accepted window instead of opening a hole. Each process remembers its own.
 */
export class ReplayMemory {
  readonly #seen = new Map<string, { timestamp: number; expires: number }>();
  readonly #memorySeconds: number;
  readonly #maxEntries: number;
  #floor = 0;

  constructor(memorySeconds: number, maxEntries: number) {
    this.#memorySeconds = memorySeconds;
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Records the signature; false when it was seen before or is older than what is remembered. Times in seconds. */
  admit(signature: string, timestamp: number, nowSeconds: number): boolean {
    this.#forget(nowSeconds);
    if (timestamp < this.#floor || this.#seen.has(signature)) return false;
    if (this.#seen.size >= this.#maxEntries) this.#dropOldest();
    this.#seen.set(signature, { timestamp, expires: nowSeconds + this.#memorySeconds });
    return true;
  }

  #forget(nowSeconds: number): void {
    for (const [signature, entry] of this.#seen) {
      if (entry.expires > nowSeconds) return;
      this.#seen.delete(signature);
    }
  }

  #dropOldest(): void {
    const [oldest] = this.#seen;
    if (!oldest) return;
    this.#seen.delete(oldest[0]);
    this.#floor = Math.max(this.#floor, oldest[1].timestamp + 1);
  }
}
