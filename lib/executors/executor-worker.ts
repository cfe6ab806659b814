import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { runBatches } from "./batches/run-batch";
import { pushAllHeads } from "./commands/delivery/push-heads";
import { endCommands } from "./commands/end-commands";
import { endCredentials } from "./credentials/end-credentials";
import { watchPresence } from "./fleet/watch-presence";
import { moveRollouts } from "./rollouts/rollouts";

/** Each runs independently: a realtime server that hangs delays only the pushes. */
const works = [endCommands, endCredentials, pushAllHeads, watchPresence, moveRollouts, runBatches];

/**
 * What the worker process does for executors, every second: push again what was not acknowledged, end what expired,
 * close its sockets, notice executors that fell silent, advance roll-outs and batches.
 */
export class ExecutorWorker {
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  readonly #running = new Map<(typeof works)[number], Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.round(), 1_000);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await Promise.all(this.#running.values());
  }

  /** Starts all work that does not run yet; a failure is logged and the next round repeats it. */
  async round(): Promise<void> {
    for (const work of works) {
      if (this.#running.has(work)) continue;
      const done = this.#guarded(work).finally(() => this.#running.delete(work));
      this.#running.set(work, done);
    }
    await Promise.all(this.#running.values());
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.warn({ error: messageOf(error), work: work.name }, "executors: failed; tried again in a second");
    }
  }
}
