import { randomUUID } from "node:crypto";
import { Client, DatabaseError } from "pg";
import { z } from "zod";
import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { backoffDelay } from "@/lib/core/retry";
import { notifyEach } from "@/lib/db/notify.sql";
import type { Row } from "@/lib/db/statement";
import { parseJson } from "../frames";
import { type Fanout, type FanoutHandlers, type FanoutMessage, fanoutMessage } from "./fanout";
import { keepClaimsSeconds, readMessage, removeOldMessages, storeAndNotify } from "./fanout.sql";

/**
 * Processes share events through PostgreSQL: one connection per process that both LISTENs and NOTIFYs. Messages that
 * queue up while one is being sent are sent together. A message too large for NOTIFY is stored in the unlogged table
 * realtime_message for two minutes and read by the processes that get its id.
 *
 * Needs a direct connection: a pooler that assigns connections per transaction does not support LISTEN.
 */
export type PostgresFanoutOptions = { connectionString: string; log?: Logger; channel?: string };

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
  readonly #options: PostgresFanoutOptions;
  readonly #channel: string;
  #processId = "";
  #handlers: FanoutHandlers = { onMessage() {}, onConnected() {} };
  #client: Client | null = null;
  #queue: string[] = [];
  #sending = false;
  #stopped = false;
  #incoming: Promise<void> = Promise.resolve();
  #incomingCount = 0;
  #cleanup: NodeJS.Timeout | undefined;

  constructor(options: PostgresFanoutOptions) {
    this.#options = options;
    this.#channel = options.channel ?? "lightnode_realtime";
  }

  get connected(): boolean {
    return this.#client !== null;
  }

  async start(processId: string, handlers: FanoutHandlers): Promise<void> {
    this.#processId = processId;
    this.#handlers = handlers;
    this.#cleanup = setInterval(() => void this.#removeOldClaims(), (keepClaimsSeconds / 2) * 1000);
    this.#cleanup.unref();
    if (!(await this.#connect())) void this.#reconnect();
  }

  publish(message: FanoutMessage): void {
    if (this.#queue.length >= maxQueuedMessages) this.#queue.shift();
    this.#queue.push(JSON.stringify(message));
    void this.#pump();
  }

  async stop(): Promise<void> {
    const deadline = Date.now() + 1000;
    while (this.#client && this.#queue.length > 0 && Date.now() < deadline) await sleep(10);
    this.#stopped = true;
    clearInterval(this.#cleanup);
    const client = this.#client;
    this.#client = null;
    if (client) await Promise.race([client.end().catch(() => {}), sleep(500)]);
  }

  async #connect(): Promise<boolean> {
    const client = new Client({
      connectionString: this.#options.connectionString,
      application_name: "lightnode-realtime",
      connectionTimeoutMillis: 5000,
      query_timeout: 10_000,
      keepAlive: true,
    });
    client.on("error", (error) => this.#lose(client, error));
    client.on("end", () => this.#lose(client, new Error("connection closed")));
    client.on("notification", ({ payload }) => this.#receive(client, payload ?? ""));
    try {
      await client.connect();
      // Events need not survive a crash: a NOTIFY need not wait for the disk.
      await client.query("SET synchronous_commit = off");
      await client.query(`LISTEN ${client.escapeIdentifier(this.#channel)}`);
    } catch (error) {
      this.#options.log?.warn({ reason: messageOf(error) }, "realtime: fanout cannot connect to PostgreSQL");
      client.end().catch(() => {});
      return false;
    }
    if (this.#stopped) {
      client.end().catch(() => {});
      return true;
    }
    this.#client = client;
    this.#handlers.onConnected();
    void this.#pump();
    return true;
  }

  async #reconnect(): Promise<void> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      await sleep(backoffDelay(attempt, 100, 5000));
      if (this.#stopped || (await this.#connect())) return;
    }
  }

  #lose(client: Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => {});
    if (this.#stopped) return;
    this.#options.log?.warn({ reason: error.message }, "realtime: fanout lost PostgreSQL, reconnecting");
    void this.#reconnect();
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#client && this.#queue.length > 0) {
      const client = this.#client;
      const batch = takeBatch(this.#queue, notifyBytes - this.#envelope("").length);
      try {
        await this.#notify(client, batch);
        this.#queue.splice(0, batch.count);
      } catch (error) {
        // A statement that PostgreSQL refuses would be refused again; any other error is caused by the connection.
        if (error instanceof DatabaseError && !/^(08|53|57)/.test(error.code ?? "")) {
          this.#queue.splice(0, batch.count);
          this.#options.log?.error({ err: error, messages: batch.count }, "realtime: fanout message dropped");
        } else {
          this.#lose(client, error instanceof Error ? error : new Error(messageOf(error)));
        }
      }
    }
    this.#sending = false;
  }

  #envelope(messagesJson: string): string {
    return `{"from":${JSON.stringify(this.#processId)},"messages":${messagesJson}}`;
  }

  async #notify(client: Client, batch: { json: string; fits: boolean }): Promise<void> {
    if (batch.fits) {
      await client.query(notifyEach, [this.#channel, [this.#envelope(batch.json)]]);
      return;
    }
    const claim = randomUUID();
    await client.query(storeAndNotify, [
      this.#channel,
      JSON.stringify({ from: this.#processId, claim }),
      claim,
      batch.json,
    ]);
  }

  #receive(client: Client, payload: string): void {
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
      this.#deliver(from, claim === undefined ? messages : await this.#fetchClaim(client, claim));
      this.#incomingCount--;
    });
  }

  async #fetchClaim(client: Client, claim: string): Promise<unknown[]> {
    try {
      const found = await client.query<Row<typeof readMessage>>(readMessage, [claim]);
      const messages = z.array(z.unknown()).safeParse(parseJson(found.rows[0]?.payload ?? ""));
      return messages.success ? messages.data : [];
    } catch (error) {
      this.#options.log?.warn({ reason: messageOf(error) }, "realtime: fanout message could not be fetched");
      return [];
    }
  }

  #deliver(from: string, messages: readonly unknown[] = []): void {
    for (const candidate of messages) {
      const message = fanoutMessage.safeParse(candidate);
      if (message.success) this.#handlers.onMessage(from, message.data);
      else this.#options.log?.warn({ from }, "realtime: fanout message of another version ignored");
    }
  }

  async #removeOldClaims(): Promise<void> {
    try {
      await this.#client?.query(removeOldMessages.text);
    } catch (error) {
      this.#options.log?.warn({ reason: messageOf(error) }, "realtime: old fanout messages could not be removed");
    }
  }
}

export function createPostgresFanout(options: PostgresFanoutOptions): Fanout {
  return new PostgresFanout(options);
}
