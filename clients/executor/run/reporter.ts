import type { Journal } from "../journal/journal";
import type { Log } from "../log";
import { type PanelClient, Refusal } from "../panel/panel-client";
import { waitAfter } from "../panel/persistently";
import { pause } from "../retry";
import { messageOf } from "../stop";

/** Answers that no repetition changes: the command does not exist, or the result is invalid. */
const finalStatuses = [400, 404, 405, 410, 413, 422];

/** Reports results of commands to the panel, in order, until it accepted each; others wait in the journal. */
export class Reporter {
  readonly #client: PanelClient;
  readonly #journal: Journal;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  #waiting: string[] = [];
  #working: Promise<void> | null = null;

  constructor(options: { client: PanelClient; journal: Journal; log: Log; signal: AbortSignal }) {
    this.#client = options.client;
    this.#journal = options.journal;
    this.#log = options.log;
    this.#signal = options.signal;
  }

  /** Reports the result that the journal has for this command. */
  add(id: string): void {
    if (!this.#waiting.includes(id)) this.#waiting.push(id);
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  /** Resolves when everything is reported, or after this time. */
  async flush(ms: number): Promise<void> {
    const limit = new AbortController();
    await Promise.race([this.#working, pause(ms, limit.signal)]);
    limit.abort();
  }

  async #work(): Promise<void> {
    for (let id = this.#waiting[0]; id !== undefined && !this.#signal.aborted; id = this.#waiting[0]) {
      const isReported = await this.#send(id);
      if (isReported)
        await this.#journal.append({ t: "reported", id }).catch((error) => this.#log.error(messageOf(error)));
      this.#waiting.shift();
    }
  }

  async #send(id: string): Promise<boolean> {
    const result = this.#journal.get(id)?.result;
    if (!result) return false;
    for (let attempt = 0; !this.#signal.aborted; attempt++) {
      try {
        await this.#client.call(`/api/executor/commands/${encodeURIComponent(id)}/result`, { json: result });
        return true;
      } catch (error) {
        if (error instanceof Refusal && finalStatuses.includes(error.status) && error.code !== "executor_key_unknown") {
          this.#log.warn(`The panel does not accept the result of ${id}: ${error.message}`);
          return true;
        }
        if (attempt === 0) this.#log.warn(`The result of ${id} waits: ${messageOf(error)}`);
        await pause(waitAfter(error, attempt, Math.random()), this.#signal);
      }
    }
    return false;
  }
}
