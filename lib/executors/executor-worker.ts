import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { runBatches } from "./batches/run-batch";
import { endCommands } from "./commands/end-commands";
import { pushAllHeads } from "./commands/push-heads";
import { moveRollouts } from "./rollouts";
import { watchPresence } from "./watch-presence";

/**
 * What the worker process does for executors, every second: push again what was not acknowledged, end what expired, notice
 * who fell silent, move roll-outs on; and beside that, since it takes longer, batches.
 */
export class ExecutorWorker {
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #isBusy = false;
  #batches: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#batches ??= this.#guarded(runBatches).finally(() => {
        this.#batches = null;
      });
      if (this.#isBusy) return;
      this.#isBusy = true;
      this.#running = this.round().finally(() => {
        this.#isBusy = false;
      });
    }, 1_000);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await Promise.all([this.#running, this.#batches]);
  }

  /** One round; a failure is logged and made good by the next. */
  async round(): Promise<void> {
    await Promise.all([endCommands, pushAllHeads, watchPresence, moveRollouts].map((work) => this.#guarded(work)));
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.warn({ error: messageOf(error), work: work.name }, "executors: failed; tried again in a second");
    }
  }
}
