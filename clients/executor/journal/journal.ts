import { type FileHandle, open } from "node:fs/promises";
import { readIfThere, replaceFile } from "../system/files";
import { applyLine, compact, type Entry, type JournalLine, type JournalState, linesOf, replay } from "./entries";

/**
 * Records which commands were taken and how they ended, on disk before anything is reported. This turns "at least once"
 * of the panel into "once". Lines are only added; what waits while one is written is written with the next, by one
 * fsync. A line that a power cut left incomplete is dropped at the next start, when the file is compacted.
 */
const compactAtBytes = 4 * 1024 * 1024;

export class Journal {
  readonly #file: string;
  #handle: FileHandle | null = null;
  #state: JournalState;
  #bytes = 0;
  /** The last write failed, perhaps in the middle of a line. */
  #isTorn = false;
  #waiting: { text: string; done: () => void; failed: (error: unknown) => void }[] = [];
  #writing: Promise<void> | null = null;
  /** Lines that could not be read at the start. */
  readonly damaged: number;

  constructor(file: string) {
    this.#file = file;
    const { state, damaged } = replay(readIfThere(file) ?? "");
    this.#state = state;
    this.damaged = damaged;
    this.#rewrite();
  }

  get lastSeq(): number {
    return this.#state.lastSeq;
  }

  /** Whether the session of this number wrote here. */
  isOwnSession(fence: number): boolean {
    return this.#state.fences.has(fence);
  }

  get(id: string): Entry | undefined {
    return this.#state.entries.get(id);
  }

  /** In the order of their numbers. */
  all(): Entry[] {
    return [...this.#state.entries.values()].sort((a, b) => a.command.seq - b.command.seq);
  }

  /** Resolves when the line is on the disk; the state in memory changes at once. */
  append(line: JournalLine): Promise<void> {
    applyLine(this.#state, line);
    return new Promise((done, failed) => {
      this.#waiting.push({ text: `${JSON.stringify(line)}\n`, done, failed });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle?.close();
    this.#handle = null;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const lines = batch.map((line) => line.text).join("");
        // After an incomplete line a line break keeps the next line readable; empty lines are ignored.
        const text = this.#isTorn ? `\n${lines}` : lines;
        this.#handle ??= await open(this.#file, "a", 0o600);
        await this.#handle.appendFile(text);
        await this.#handle.datasync();
        this.#isTorn = false;
        this.#bytes += Buffer.byteLength(text);
        for (const { done } of batch) done();
        if (this.#bytes > compactAtBytes) await this.#compactNow();
      } catch (error) {
        this.#isTorn = true;
        for (const { failed } of batch) failed(error);
      }
    }
    this.#writing = null;
  }

  async #compactNow(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    this.#rewrite();
  }

  /** Compacts the file. Lines that wait to be written are in the state already, and harmless to read twice. */
  #rewrite(): void {
    this.#state = compact(this.#state);
    const text = linesOf(this.#state)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join("");
    replaceFile(this.#file, text);
    // Entries that cannot be dropped must not cause a compaction after every line.
    const size = Buffer.byteLength(text);
    this.#bytes = Math.min(size, compactAtBytes / 2);
  }
}
