import { coreErrors } from "@/lib/core/errors";
import { directDatabaseUrl } from "@/lib/db/client";
import { DatabaseListener } from "@/lib/db/database-listener";
import { executorWakeChannel } from "../../publication/wake";

export type Waiting = {
  /** True when woken, false after the timeout or when the caller disconnected. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
  stop(): void;
};

/**
 * Wakes the long polls of an executor in this process: one connection for all of them, opened by the first and closed
 * a while after the last. When it breaks everybody is woken, looks, and listens again.
 */
export class ExecutorListener {
  readonly #waiting = new Map<string, Set<() => void>>();
  #listening: Promise<DatabaseListener> | null = null;
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
      this.#listening ??= this.#listen();
      await this.#listening;
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
    const listening = this.#listening;
    this.#listening = null;
    void listening?.then((listener) => listener.stop()).catch(() => {});
  }

  async #listen(): Promise<DatabaseListener> {
    const listener = new DatabaseListener({ databaseUrl: directDatabaseUrl(), log: undefined });
    const wakeAll = () => {
      for (const set of this.#waiting.values()) for (const wake of set) wake();
    };
    listener.subscribe(executorWakeChannel, {
      onNotice: (payload) => {
        for (const wake of this.#waiting.get(payload) ?? []) wake();
      },
      // What is announced until it listens again is found by the queries of the woken and of new callers.
      onLost: wakeAll,
      onConnected: wakeAll,
    });
    if (await listener.start()) return listener;
    this.#listening = null;
    await listener.stop();
    throw coreErrors.database_unavailable({ retryAfterSeconds: 5 });
  }
}
