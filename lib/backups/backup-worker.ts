import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import { readOpenWork } from "./backups.sql";

const everyMs = 5_000;
type Options = { log: Logger; everyMs?: number; onDatabaseChanged: () => void };

/**
 * Writes, verifies, restores and removes what rows ask for. Of any number of workers one works at a time. What it needs for
 * that is loaded only when there is something to do.
 */
export class BackupWorker {
  readonly #options: Options;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #database: string | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Aborts what runs; it is recorded as interrupted, and its leftovers are removed at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { log } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        if (!signal.aborted) log.warn({ error: messageOf(error) }, "work on backups failed; tried again");
      }
      await sleep(this.#options.everyMs ?? everyMs, undefined, { signal }).catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const work = await sql().row(readOpenWork);
    if (!work) return;
    if (this.#database !== null && this.#database !== work.database) {
      this.#options.log.info("the database was replaced by a restore");
      this.#options.onDatabaseChanged();
      return;
    }
    this.#database = work.database;
    if (!hasWork(work)) return;
    const { doWork } = await import("./runs/do-work");
    const outcome = await doWork(work, { log: this.#options.log, signal: this.#stopped.signal });
    if (outcome === "restored") await this.#look();
  }
}

const hasWork = ({ backups, restores, expired, isDue }: Row<typeof readOpenWork>) =>
  backups + restores + expired > 0 || isDue === true;
