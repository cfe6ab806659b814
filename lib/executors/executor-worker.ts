import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { expireCommands, pushHeads } from "./commands/push-heads";

/** What the worker process does for executors, every second: push again what was not acknowledged, end what expired. */
export class ExecutorWorker {
  readonly #log: Logger;
  readonly #more: () => Promise<unknown>;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #isBusy = false;

  /** `more`: what else is done in a round, e.g. roll-outs. */
  constructor(log: Logger, more: () => Promise<unknown> = async () => {}) {
    this.#log = log;
    this.#more = more;
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (this.#isBusy) return;
      this.#isBusy = true;
      this.#running = this.round().finally(() => {
        this.#isBusy = false;
      });
    }, 1_000);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** One round; a failure is logged and made good by the next. */
  async round(): Promise<void> {
    try {
      await expireCommands();
      await pushHeads();
      await this.#more();
    } catch (error) {
      this.#log.warn({ error: messageOf(error) }, "executors: the round failed; tried again in a second");
    }
  }
}
