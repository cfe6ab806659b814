import { Client } from "pg";
import { sleep } from "@/lib/core/clock";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { backoffDelay, withTimeout } from "@/lib/core/retry";
import { isRefusedStatement } from "./errors";
import { ping } from "./notify.sql";
import type { Statement } from "./statement";

/**
 * The one connection on which a process receives NOTIFY, and sends what its receivers send in order. It connects again when it is lost, and checks every few
 * seconds whether the server still answers: TCP alone notices a dead peer after minutes. What is announced while it is
 * disconnected is not received; `onConnected` is the time to read it from the tables.
 */
export type ListenerOptions = {
  databaseUrl: string;
  log: Logger | undefined;
  /** How often the connection is checked, and how long the answer may take. */
  probeEveryMs?: number;
};

export type Subscription = {
  onNotice?(payload: string): void;
  /** Called after each connection, the first one too. */
  onConnected?(): void;
  /** Called when a connection that was in use is lost. */
  onLost?(): void;
};

/** Its name in `pg_stat_activity`. */
export const listenerName = "lightnode-listener";

const firstPauseMs = 100;
const longestPauseMs = 2_000;

const listenTo = (client: Client, channel: string) => `LISTEN ${client.escapeIdentifier(channel)}`;

export class DatabaseListener {
  readonly #options: ListenerOptions;
  readonly #subscriptions = new Map<string, Set<Subscription>>();
  #client: Client | null = null;
  /** The client once it listens. */
  #listening: Client | null = null;
  /** Ends the current connection, so that it connects again. */
  #lose: (error: unknown) => void = () => {};
  #isStopped = false;
  #asked: Promise<unknown> = Promise.resolve();

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  get isListening(): boolean {
    return this.#listening !== null;
  }

  /**
   * Runs a statement on the connection. Throws when there is none. After an error that is not the statement's own
   * (`isRefusedStatement`), it connects again.
   */
  async query<R>(statement: Statement<R>, values: readonly unknown[] = []): Promise<R[]> {
    const client = this.#listening;
    if (!client) throw new Error("there is no connection to PostgreSQL");
    try {
      const { rows } = await this.#ask(() => client.query(statement, [...values]));
      return rows;
    } catch (error) {
      if (client === this.#listening && !isRefusedStatement(error)) this.#lose(error);
      throw error;
    }
  }

  /**
   * Receives a channel; when the connection is open, `onConnected` is called as soon as it listens. Returns what ends
   * it.
   */
  subscribe(channel: string, subscription: Subscription): () => void {
    const all = this.#subscriptions.get(channel) ?? new Set();
    this.#subscriptions.set(channel, all.add(subscription));
    if (this.#listening) {
      const client = this.#listening;
      this.#ask(() => client.query(listenTo(client, channel))).then(
        () => subscription.onConnected?.(),
        // The connection is lost: the next one listens to it.
        () => {},
      );
    }
    return () => void all.delete(subscription);
  }

  /** Resolves with whether it listens after the first attempt; it keeps trying until {@link stop}. */
  start(): Promise<boolean> {
    return new Promise((resolve) => void this.#run(resolve));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#client?.end().catch(() => {});
  }

  #each(call: (subscription: Subscription) => void): void {
    for (const all of this.#subscriptions.values()) for (const subscription of all) call(subscription);
  }

  /** One statement at a time, as pg wants it. */
  #ask<T>(query: () => Promise<T>): Promise<T> {
    const answer = this.#asked.then(query);
    this.#asked = answer.catch(() => {});
    return answer;
  }

  async #run(attempted: (isListening: boolean) => void): Promise<void> {
    for (let attempt = 0; !this.#isStopped; attempt++) {
      let wasConnected = false;
      try {
        await this.#listen(() => {
          wasConnected = true;
          attempt = 0;
          attempted(true);
        });
      } catch (error) {
        const reason = messageOf(error);
        if (!this.#isStopped) this.#options.log?.warn({ error: reason }, "NOTIFY is not received; connecting again");
      }
      attempted(false);
      if (this.#isStopped) return;
      if (wasConnected) this.#each(({ onLost }) => onLost?.());
      await sleep(backoffDelay(attempt, firstPauseMs, longestPauseMs));
    }
  }

  /** Resolves or rejects when the connection is over. */
  async #listen(connected: () => void): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      application_name: listenerName,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    this.#client = client;
    // What an earlier connection never answered is nothing to wait for.
    this.#asked = Promise.resolve();
    const over = this.#untilLost(client);
    let probe: NodeJS.Timeout | undefined;
    try {
      await client.connect();
      // A notice need not survive a crash, so it does not wait for the disk.
      await client.query("SET synchronous_commit = off");
      for (const channel of this.#subscriptions.keys()) await client.query(listenTo(client, channel));
      probe = this.#probe(client);
      this.#listening = client;
      connected();
      this.#each(({ onConnected }) => onConnected?.());
      await over;
    } finally {
      this.#listening = null;
      clearInterval(probe);
      client.end().catch(() => {});
    }
  }

  #untilLost(client: Client): Promise<void> {
    const over = new Promise<void>((resolve, reject) => {
      this.#lose = (error) => {
        if (this.#listening === client) this.#listening = null;
        reject(error);
      };
      client.on("end", resolve);
      client.on("error", reject);
    });
    over.catch(() => {});
    client.on("notification", ({ channel, payload = "" }) => {
      for (const { onNotice } of this.#subscriptions.get(channel) ?? []) onNotice?.(payload);
    });
    return over;
  }

  #probe(client: Client): NodeJS.Timeout {
    const { probeEveryMs = 5_000 } = this.#options;
    const lose = this.#lose;
    return setInterval(() => {
      const silent = () => new Error("it does not answer");
      withTimeout(probeEveryMs, () => this.#ask(() => client.query(ping)), silent).catch(lose);
    }, probeEveryMs);
  }
}
