import type { ConfigStore } from "../config/config-store";
import type { Log } from "../log";
import { persistently } from "../panel/persistently";
import { pause } from "../retry";
import { messageOf } from "../stop";

export type FollowerOptions = {
  store: ConfigStore;
  log: Log;
  signal: AbortSignal;
  /** There is a configuration in the store that may be new. */
  onConfig(): void;
};

/** Keeps the configuration fresh: at the start, when the panel says that it changed, and on command. */
export class ConfigFollower {
  readonly #options: FollowerOptions;
  #refreshing: Promise<void> | null = null;
  /** Why the last one was refused; null when it was accepted. */
  refused: string | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /**
   * Resolves when there is a configuration: an unreachable or busy panel does not delay a start that has an old one.
   */
  async start(): Promise<void> {
    const { store, log, signal, onConfig } = this.#options;
    if (store.config === null)
      await persistently(
        () => store.fetch({ signal }),
        signal,
        (reason) => log.warn(reason),
      );
    else await this.#tryOnce();
    signal.throwIfAborted();
    onConfig();
  }

  async #tryOnce(): Promise<void> {
    const { store, log, signal } = this.#options;
    try {
      await store.fetch({ signal, timeoutMs: 5_000 });
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn(`${messageOf(error)} Starting with configuration ${store.config?.configVersion}, the last good one.`);
      void pause(2_000, signal).then(() => this.refresh());
    }
  }

  /** After a random delay of up to half a second, as all executors of a template are notified at once. */
  async refreshSoon(): Promise<void> {
    await pause(Math.random() * 500, this.#options.signal);
    await this.refresh();
  }

  /** Fetches until it works. A call while a fetch is in progress does nothing. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#fetchPersistently().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Once, now; throws when it does not work. */
  async reload(): Promise<void> {
    const { store, signal, onConfig } = this.#options;
    await store.fetch({ signal });
    this.refused = null;
    onConfig();
  }

  async #fetchPersistently(): Promise<void> {
    const { store, log, signal, onConfig } = this.#options;
    try {
      await persistently(
        () => store.fetch({ signal }),
        signal,
        (reason) => log.warn(reason),
      );
      this.refused = null;
      onConfig();
    } catch (error) {
      if (signal.aborted) return;
      const reason = messageOf(error);
      if (reason !== this.refused) log.error(reason);
      this.refused = reason;
    }
  }
}
