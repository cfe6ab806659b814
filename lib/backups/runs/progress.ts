import { sql } from "@/lib/db/transaction";
import { backupErrors } from "../errors";

const everyMs = 1_000;

/** Writes the progress of a backup each second, and sees whether somebody cancelled it. */
export class Progress {
  readonly #id: string;
  readonly #cancelled = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #phase: string;
  #rows = 0;
  #expected: number | null = null;
  #writing: Promise<void> | null = null;
  readonly signal: AbortSignal;

  constructor(id: string, phase: string, signal: AbortSignal) {
    this.#id = id;
    this.#phase = phase;
    this.signal = AbortSignal.any([signal, this.#cancelled.signal]);
    this.#timer = setInterval(() => {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = null;
      });
    }, everyMs);
  }

  phase(name: string): void {
    this.#phase = name;
  }

  expect(rows: number): void {
    this.#expected = rows;
  }

  add(rows: number): void {
    this.#rows += rows;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  async #write(): Promise<void> {
    const data = {
      phase: this.#phase,
      rowsDone: this.#rows,
      ...(this.#expected ? { rowsExpected: this.#expected } : {}),
    };
    // A moment without the database must not end a backup of an hour; the backup itself sees whether it is away.
    const row = await sql()
      .prisma.backup.update({ where: { id: this.#id }, data, select: { cancelRequested: true } })
      .catch(() => null);
    if (row?.cancelRequested) this.#cancelled.abort(backupErrors.backup_failed({ detail: cancelledDetail }));
  }
}

export const cancelledDetail = "It was cancelled.";
