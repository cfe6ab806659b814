/** Numbers of the Pusher Channels protocol 7 and of its HTTP API, and those that keep this server small. */
export const limits = {
  /** Bytes of `data` in one event; one more is answered with 413. */
  eventDataBytes: 10_240,
  channelsPerEvent: 100,
  eventsPerBatch: 10,
  channelNameCharacters: 164,
  eventNameCharacters: 200,
  presenceMembers: 100,
  userIdCharacters: 128,
  userInfoBytes: 1024,
  clientEventsPerSecond: 10,
  /** One WebSocket message from a client. */
  clientMessageBytes: 64 * 1024,
  /**
   * Messages of any kind from one client: a burst, then a steady rate. A page that reconnects resubscribes in a burst.
   */
  clientMessageBurst: 500,
  clientMessagesPerSecond: 100,
  channelsPerConnection: 200,
  /** A client with this many unsent bytes is closed, to bound the memory of the process. */
  bufferedBytesPerConnection: 4 * 1024 * 1024,
  /** A batch of ten full events whose JSON escapes every character fits. */
  httpBodyBytes: 1024 * 1024,
  authTimestampSeconds: 600,
  /** 0 would refuse the second of two equal events that a client library publishes within one second. */
  replay: { memorySeconds: 1200, graceSeconds: 2, maxEntries: 200_000 },
  /**
   * Rights of subscriptions: how often deadlines are checked, the maximum age of a check, the pause after a failed
   * check, and the number of concurrent checks.
   */
  rights: { tickMs: 250, askAgainMs: 5 * 60_000, retryMs: 1000, questionsAtOnce: 8 },
  /** How long a connection without any allowed channel may stay, where rights are tracked. */
  unprovenMs: 30_000,
  cachedEventMs: 30 * 60_000,
  cachedEvents: 1000,
} as const;

/** A token bucket: `burst` at once, then `perSecond` on average. Takes time as an argument. */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #updatedMs: number;

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#updatedMs = nowMs;
  }

  /** Takes one token; false when there is none. A clock that steps back changes nothing. */
  allow(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#updatedMs);
    this.#updatedMs = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs * this.#perSecond) / 1000);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
