import { Client } from "pg";
import { env } from "@/lib/core/env";
import { executorWakeChannel } from "../wake";

export type Waiting = {
  /** True when woken, false after the time or when the caller went away. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
  stop(): void;
};

/**
 * Wakes whoever waits for an executor in this process: one connection for all of them, opened by the first and closed
 * a while after the last. When it breaks everybody is woken, looks, and listens again.
 */
export class ExecutorListener {
  readonly #waiting = new Map<string, Set<() => void>>();
  #client: Promise<Client> | null = null;
  #idle: NodeJS.Timeout | null = null;

  async listen(executorId: string): Promise<Waiting> {
    let wake = () => {};
    let isWoken = false;
    const onWake = () => {
      isWoken = true;
      wake();
    };
    const set = this.#waiting.get(executorId) ?? new Set();
    this.#waiting.set(executorId, set.add(onWake));
    const stop = () => this.#remove(executorId, onWake);
    try {
      this.#client ??= this.#connect();
      await this.#client;
    } catch (error) {
      stop();
      throw error;
    }
    return {
      stop,
      wait: (ms, signal) =>
        new Promise((resolve) => {
          if (isWoken) return resolve(true);
          const end = (woken: boolean) => {
            clearTimeout(timer);
            signal.removeEventListener("abort", onAbort);
            resolve(woken);
          };
          const onAbort = () => end(false);
          const timer = setTimeout(() => end(false), ms);
          signal.addEventListener("abort", onAbort);
          wake = () => end(true);
        }),
    };
  }

  #remove(executorId: string, onWake: () => void): void {
    const set = this.#waiting.get(executorId);
    set?.delete(onWake);
    if (set?.size === 0) this.#waiting.delete(executorId);
    if (this.#waiting.size > 0) return;
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#closeIfIdle(), 1_000);
    this.#idle.unref();
  }

  #closeIfIdle(): void {
    if (this.#waiting.size > 0) return;
    const client = this.#client;
    this.#client = null;
    void client?.then((open) => open.end()).catch(() => {});
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: env().DATABASE_URL, keepAlive: true });
    const over = () => {
      this.#client = null;
      for (const set of this.#waiting.values()) for (const wake of set) wake();
    };
    client.on("error", over);
    client.on("notification", ({ payload = "" }) => {
      for (const wake of this.#waiting.get(payload) ?? []) wake();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${executorWakeChannel}`);
      return client;
    } catch (error) {
      this.#client = null;
      await client.end().catch(() => {});
      throw error;
    }
  }
}
