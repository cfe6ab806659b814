import { existsSync, rmSync } from "node:fs";
import { columnNames, type Row } from "../collectors/collection";
import { readJson, writeDurably } from "../home";

/**
 * Samples that the panel does not have yet: six hours in memory, and on the disk while the panel cannot be reached. The
 * oldest are dropped first, and sent first.
 */
export type TimedRow = [atMs: number, ...Row];

const mostSamples = 2_160;
const mostInBatch = 360;

export class SampleBuffer {
  readonly #file: string;
  #rows: TimedRow[];
  /** What the file holds. */
  #saved: Set<TimedRow>;

  constructor(file: string) {
    this.#file = file;
    const stored = readJson<{ columns: string[]; rows: TimedRow[] }>(file);
    // A version with other figures cannot send them.
    this.#rows = stored?.columns.join() === columnNames.join() ? stored.rows.slice(-mostSamples) : [];
    this.#saved = new Set(this.#rows);
  }

  get size(): number {
    return this.#rows.length;
  }

  add(row: TimedRow): void {
    this.#rows.push(row);
    if (this.#rows.length > mostSamples) this.#rows.shift();
  }

  batch(): readonly TimedRow[] {
    return this.#rows.slice(0, mostInBatch);
  }

  /** These are stored at the panel, or will never be. */
  drop(sent: readonly TimedRow[]): void {
    const gone = new Set(sent);
    this.#rows = this.#rows.filter((row) => !gone.has(row));
    if (!existsSync(this.#file)) return;
    // Samples that came during the call are in memory only: the panel can be reached.
    if (this.#rows.some((row) => this.#saved.has(row))) this.save();
    else {
      rmSync(this.#file, { force: true });
      this.#saved = new Set();
    }
  }

  /** Writes what waits to the disk; a full disk costs the copy, not the samples in memory. */
  save(): void {
    if (this.#rows.length === 0) return;
    try {
      writeDurably(this.#file, JSON.stringify({ columns: columnNames, rows: this.#rows }));
      this.#saved = new Set(this.#rows);
    } catch {
      // Tried again at the next failure.
    }
  }
}
