import { z } from "zod";
import type { Logger } from "@/lib/core/log";
import { openRedis, type RedisConnection } from "@/lib/redis/connection";
import { parseJson } from "../frames";
import { type Fanout, type FanoutHandlers, type FanoutMessage, fanoutMessage } from "./fanout";

/**
 * Processes share events through a channel of Redis. Each has two connections, since one that subscribes can send
 * nothing. Messages that queue up while some are being sent are sent together; what cannot be sent for long is dropped,
 * oldest first.
 */
export type RedisFanoutOptions = { url: string; log?: Logger; channel?: string };

const maxQueuedMessages = 10_000;
/** Messages in one publication: large enough for a burst, small enough not to block Redis. */
const mostInBatch = 200;
const stopMs = 1_000;

const envelopeSchema = z.object({ from: z.string(), messages: z.array(z.unknown()) });

class RedisFanout implements Fanout {
  readonly shared = true;
  readonly #options: RedisFanoutOptions;
  readonly #channel: string;
  #processId = "";
  #handlers: FanoutHandlers = { onMessage() {}, onConnected() {} };
  #publisher: RedisConnection | null = null;
  #subscriber: RedisConnection | null = null;
  #queue: string[] = [];
  #sending = false;

  constructor(options: RedisFanoutOptions) {
    this.#options = options;
    this.#channel = options.channel ?? "lightnode:realtime";
  }

  get connected(): boolean {
    return this.#publisher?.isReady === true && this.#subscriber?.isReady === true;
  }

  async start(processId: string, handlers: FanoutHandlers): Promise<void> {
    this.#processId = processId;
    this.#handlers = handlers;
    const { url, log } = this.#options;
    this.#publisher = await openRedis({ url, log, onReady: () => this.#connected() });
    // The library subscribes again after each connection, before it is ready.
    this.#subscriber = await openRedis({ url, log, onReady: () => this.#connected() });
    await this.#subscribe();
  }

  async #subscribe(): Promise<void> {
    const subscriber = this.#subscriber;
    if (!subscriber?.isReady) {
      subscriber?.once("ready", () => void this.#subscribe());
      return;
    }
    await subscriber.subscribe(this.#channel, (payload) => this.#receive(payload));
    this.#connected();
  }

  #connected(): void {
    if (!this.connected) return;
    this.#handlers.onConnected();
    void this.#pump();
  }

  publish(message: FanoutMessage): void {
    if (this.#queue.length >= maxQueuedMessages) this.#queue.shift();
    this.#queue.push(JSON.stringify(message));
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.connected && this.#queue.length > 0) {
      const batch = this.#queue.slice(0, mostInBatch);
      const payload = `{"from":${JSON.stringify(this.#processId)},"messages":[${batch.join(",")}]}`;
      const isSent = await this.#publisher?.publish(this.#channel, payload).then(
        () => true,
        () => false,
      );
      // The connection is lost: the rest is sent on the next one.
      if (!isSent) break;
      this.#queue.splice(0, batch.length);
    }
    this.#sending = false;
  }

  #receive(payload: string): void {
    const envelope = envelopeSchema.safeParse(parseJson(payload));
    if (!envelope.success || envelope.data.from === this.#processId) return;
    for (const candidate of envelope.data.messages) {
      const message = fanoutMessage.safeParse(candidate);
      if (message.success) this.#handlers.onMessage(envelope.data.from, message.data);
    }
  }

  async stop(): Promise<void> {
    const deadline = Date.now() + stopMs;
    while (this.connected && this.#queue.length > 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    this.#publisher?.destroy();
    this.#subscriber?.destroy();
  }
}

export function createRedisFanout(options: RedisFanoutOptions): Fanout {
  return new RedisFanout(options);
}
