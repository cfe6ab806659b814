import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { Evaluation } from "./evaluate/evaluate";
import { alertSources } from "./sources/registry";

const everyMs = 1_000;

/** Evaluates the rules every second, in whichever worker holds the lock. */
export class AlertWorker {
  readonly #log: Logger;
  readonly #evaluation: Evaluation;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
    this.#evaluation = new Evaluation(alertSources, log);
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), everyMs);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  #tick(): void {
    this.#running ??= this.#evaluation
      .run()
      .then(() => undefined)
      .catch((error: unknown) => {
        this.#log.warn({ error: messageOf(error) }, "alerts: not evaluated; tried again in a second");
      })
      .finally(() => {
        this.#running = null;
      });
  }
}
