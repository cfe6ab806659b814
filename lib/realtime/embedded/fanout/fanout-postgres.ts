import { randomUUID } from "node:crypto";
import { z } from "zod";
import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { DatabaseListener } from "@/lib/db/database-listener";
import { isRefusedStatement } from "@/lib/db/errors";
import { notifyEach } from "@/lib/db/notify.sql";
import { parseJson } from "../frames";
import { type Fanout, type FanoutHandlers, type FanoutMessage, fanoutMessage } from "./fanout";
import { keepClaimsSeconds, readMessage, removeOldMessages, storeAndNotify } from "./fanout.sql";

/**
 * Processes share events through PostgreSQL: each receives and sends them on the connection of its listener, which its
 * entry point starts and stops. Messages that queue up while one is being sent are sent together. A message too large
 * for NOTIFY is stored in the unlogged table realtime_message for two minutes and read by the processes that get its id.
 */
export type PostgresFanoutOptions = { listener: DatabaseListener; log?: Logger; channel?: string };

/** PostgreSQL wants fewer than 8000 bytes. */
const notifyBytes = 7999;
const maxQueuedMessages = 10_000;

const envelopeSchema = z.object({
  from: z.string(),
  claim: z.string().optional(),
  messages: z.array(z.unknown()).optional(),
});

/** The first messages of the queue that fit into one NOTIFY together, at least one; their number and their JSON. */
export function takeBatch(queue: readonly string[], maxBytes: number): { count: number; json: string; fits: boolean } {
  let bytes = 2;
  let count = 0;
  for (const text of queue) {
    const more = Buffer.byteLength(text) + (count > 0 ? 1 : 0);
    if (count > 0 && bytes + more > maxBytes) break;
    bytes += more;
    count++;
  }
  return { count, json: `[${queue.slice(0, count).join(",")}]`, fits: bytes <= maxBytes };
}

class PostgresFanout implements Fanout {
  readonly shared = true;
  readonly #listener: DatabaseListener;
  readonly #log: Logger | undefined;
  readonly #channel: string;
  #processId = "";
  #handlers: FanoutHandlers = { onMessage() {}, onConnected() {} };
  #queue: string[] = [];
  #sending = false;
  #unsubscribe: () => void = () => {};
  #incoming: Promise<void> = Promise.resolve();
  #incomingCount = 0;
  #cleanup: NodeJS.Timeout | undefined;

  constructor({ listener, log, channel = "lightnode_realtime" }: PostgresFanoutOptions) {
    this.#listener = listener;
    this.#log = log;
    this.#channel = channel;
  }

  get connected(): boolean {
    return this.#listener.isListening;
  }

  start(processId: string, handlers: FanoutHandlers): Promise<void> {
    this.#processId = processId;
    this.#handlers = handlers;
    this.#cleanup = setInterval(() => void this.#removeOldClaims(), (keepClaimsSeconds / 2) * 1000);
    this.#cleanup.unref();
    return new Promise((resolve) => {
      this.#unsubscribe = this.#listener.subscribe(this.#channel, {
        onNotice: (payload) => this.#receive(payload),
        onConnected: () => {
          this.#handlers.onConnected();
          void this.#pump();
          resolve();
        },
        onLost: resolve,
      });
      if (!this.#listener.isListening) resolve();
    });
  }

  publish(message: FanoutMessage): void {
    if (this.#queue.length >= maxQueuedMessages) this.#queue.shift();
    this.#queue.push(JSON.stringify(message));
    void this.#pump();
  }

  async stop(): Promise<void> {
    const deadline = Date.now() + 1000;
    while (this.connected && this.#queue.length > 0 && Date.now() < deadline) await sleep(10);
    clearInterval(this.#cleanup);
    this.#unsubscribe();
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.connected && this.#queue.length > 0) {
      const batch = takeBatch(this.#queue, notifyBytes - this.#envelope("").length);
      try {
        await this.#notify(batch);
        this.#queue.splice(0, batch.count);
      } catch (error) {
        // What was not sent because of the connection is sent on the next one.
        if (!isRefusedStatement(error)) break;
        this.#queue.splice(0, batch.count);
        this.#log?.error({ err: error, messages: batch.count }, "realtime: fanout message dropped");
      }
    }
    this.#sending = false;
  }

  #envelope(messagesJson: string): string {
    return `{"from":${JSON.stringify(this.#processId)},"messages":${messagesJson}}`;
  }

  async #notify(batch: { json: string; fits: boolean }): Promise<void> {
    if (batch.fits) {
      await this.#listener.query(notifyEach, [this.#channel, [this.#envelope(batch.json)]]);
      return;
    }
    const claim = randomUUID();
    const notice = JSON.stringify({ from: this.#processId, claim });
    await this.#listener.query(storeAndNotify, [this.#channel, notice, claim, batch.json]);
  }

  #receive(payload: string): void {
    const envelope = envelopeSchema.safeParse(parseJson(payload));
    if (!envelope.success || envelope.data.from === this.#processId) return;
    const { from, claim, messages } = envelope.data;
    if (claim === undefined && this.#incomingCount === 0) {
      this.#deliver(from, messages);
      return;
    }
    // Later messages wait for one that is being fetched, so that the order holds.
    this.#incomingCount++;
    this.#incoming = this.#incoming.then(async () => {
      this.#deliver(from, claim === undefined ? messages : await this.#fetchClaim(claim));
      this.#incomingCount--;
    });
  }

  async #fetchClaim(claim: string): Promise<unknown[]> {
    try {
      const [found] = await this.#listener.query(readMessage, [claim]);
      const messages = z.array(z.unknown()).safeParse(parseJson(found?.payload ?? ""));
      return messages.success ? messages.data : [];
    } catch (error) {
      this.#log?.warn({ reason: messageOf(error) }, "realtime: fanout message could not be fetched");
      return [];
    }
  }

  #deliver(from: string, messages: readonly unknown[] = []): void {
    for (const candidate of messages) {
      const message = fanoutMessage.safeParse(candidate);
      if (message.success) this.#handlers.onMessage(from, message.data);
      else this.#log?.warn({ from }, "realtime: fanout message of another version ignored");
    }
  }

  async #removeOldClaims(): Promise<void> {
    try {
      if (this.connected) await this.#listener.query(removeOldMessages);
    } catch (error) {
      this.#log?.warn({ reason: messageOf(error) }, "realtime: old fanout messages could not be removed");
    }
  }
}

export function createPostgresFanout(options: PostgresFanoutOptions): Fanout {
  return new PostgresFanout(options);
}
