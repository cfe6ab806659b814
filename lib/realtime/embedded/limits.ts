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
  /** Messages of any kind from one client: a burst, then a steady rate. A page that reconnects resubscribes in a burst. */
  clientMessageBurst: 500,
  clientMessagesPerSecond: 100,
  channelsPerConnection: 200,
  /** A client that lets this much pile up is closed, before it costs the others their memory. */
  bufferedBytesPerConnection: 4 * 1024 * 1024,
  /** A batch of ten full events whose JSON escapes every character fits. */
  httpBodyBytes: 1024 * 1024,
  authTimestampSeconds: 600,
  /** 0 would refuse the second of two equal events that a client library publishes within one second. */
  replay: { memorySeconds: 1200, graceSeconds: 2, maxEntries: 200_000 },
  /**
   * Rights behind subscriptions: how often deadlines are looked at, by when each is asked again at the latest, after what
   * time a question that failed is repeated, and how many are asked at once.
   */
  rights: { tickMs: 250, askAgainMs: 5 * 60_000, retryMs: 1000, questionsAtOnce: 8 },
  /** A connection that was allowed nothing yet may stay this long, where rights are kept. */
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

  /** Takes one token; false when there is none. A clock that steps back gives nothing and takes nothing. */
  allow(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#updatedMs);
    this.#updatedMs = nowMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs * this.#perSecond) / 1000);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
