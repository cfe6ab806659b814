import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { stepRotation } from "./step-rotation";

const idleMs = 1_000;

/** Takes part in the current rotation, if there is one; any number of workers may. */
export class RotationWorker {
  readonly #log: Logger;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #step: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  start(): void {
    this.#next(0);
  }

  #next(delayMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#step = stepRotation()
        .then((result) => this.#next(result === "more" ? 0 : idleMs))
        .catch((error) => {
          this.#log.warn({ error: messageOf(error) }, "a step of the key rotation failed; tried again");
          this.#next(idleMs);
        });
    }, delayMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#step;
  }
}
