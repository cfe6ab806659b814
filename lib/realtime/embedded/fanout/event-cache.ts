/**
 * The last event of each cache channel, for a limited time and a limited number of channels (the oldest are dropped
 * first).
 */
export class EventCache {
  readonly #events = new Map<string, { frame: Buffer; expiresMs: number }>();
  readonly #keepMs: number;
  readonly #maxChannels: number;

  constructor(keepMs: number, maxChannels: number) {
    this.#keepMs = keepMs;
    this.#maxChannels = maxChannels;
  }

  put(channel: string, frame: Buffer, nowMs: number): void {
    // Deleted first, so that the order of the map is the order of age.
    this.#events.delete(channel);
    const [oldest] = this.#events.keys();
    if (oldest !== undefined && this.#events.size >= this.#maxChannels) this.#events.delete(oldest);
    this.#events.set(channel, { frame, expiresMs: nowMs + this.#keepMs });
  }

  get(channel: string, nowMs: number): Buffer | null {
    const event = this.#events.get(channel);
    if (!event) return null;
    if (event.expiresMs > nowMs) return event.frame;
    this.#events.delete(channel);
    return null;
  }
}
