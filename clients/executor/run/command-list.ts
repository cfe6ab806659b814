import { z } from "zod";
import type { Log } from "../log";
import type { PanelClient } from "../panel/panel-client";
import { waitAfter } from "../panel/persistently";
import { pause } from "../retry";
import { messageOf } from "../stop";
import type { Intake } from "./intake";

const listAnswer = z.object({ items: z.array(z.unknown()) });

/** Fetches commands: once after each connect, and by long polling while there is no socket. */
export class CommandList {
  readonly #client: PanelClient;
  readonly #intake: Intake;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  #polling: AbortController | null = null;
  #draining: Promise<void> | null = null;
  #isAgain = false;
  /** A long poll was answered lately. */
  isUp = false;

  constructor(options: { client: PanelClient; intake: Intake; log: Log; signal: AbortSignal }) {
    this.#client = options.client;
    this.#intake = options.intake;
    this.#log = options.log;
    this.#signal = options.signal;
  }

  /** Fetches all waiting commands. A call while it runs makes it run once more. */
  drain(): Promise<void> {
    if (this.#draining) {
      this.#isAgain = true;
      return this.#draining;
    }
    this.#draining = this.#drainAll().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  /** Asks again and again, after this time, until {@link stopPolling}. */
  startPolling(afterMs: number): void {
    if (this.#polling || this.#signal.aborted) return;
    const controller = new AbortController();
    this.#polling = controller;
    void this.#poll(afterMs, AbortSignal.any([this.#signal, controller.signal]));
  }

  stopPolling(): void {
    this.#polling?.abort();
    this.#polling = null;
    this.isUp = false;
  }

  async #drainAll(): Promise<void> {
    for (let attempt = 0; !this.#signal.aborted; attempt++) {
      try {
        this.#isAgain = false;
        const { found, taken } = await this.#ask(0, this.#signal);
        // A page may be short because its commands are long: only an empty one is the last.
        if (!this.#isAgain && (found === 0 || taken <= 0)) return;
      } catch (error) {
        if (this.#signal.aborted) return;
        if (attempt === 3) return this.#log.warn(`Waiting commands cannot be fetched: ${messageOf(error)}`);
        await pause(waitAfter(error, attempt, Math.random()), this.#signal);
      }
    }
  }

  async #poll(afterMs: number, signal: AbortSignal): Promise<void> {
    await pause(afterMs, signal);
    let reported = "";
    for (let failures = 0; !signal.aborted; ) {
      try {
        const { found, taken } = await this.#ask(25, signal);
        if (!this.isUp) this.#log.info("Commands are fetched from the panel by long polling.");
        this.isUp = true;
        failures = 0;
        reported = "";
        // What is refused each time must not make this a tight loop.
        if (found > 0 && taken <= 0) await pause(waitAfter(null, 1, Math.random()), signal);
      } catch (error) {
        if (signal.aborted) return;
        this.isUp = false;
        const reason = messageOf(error);
        if (reason !== reported) this.#log.warn(reason);
        reported = reason;
        await pause(waitAfter(error, failures++, Math.random()), signal);
      }
    }
  }

  async #ask(wait: number, signal: AbortSignal): Promise<{ found: number; taken: number }> {
    const before = this.#intake.after;
    const path = `/api/executor/commands?wait=${wait}&after=${before}`;
    const answer = await this.#client.json(path, { signal, timeoutMs: (wait + 15) * 1_000 });
    const { items } = listAnswer.parse(answer);
    await this.#intake.take(items, "list");
    return { found: items.length, taken: this.#intake.after - before };
  }
}
