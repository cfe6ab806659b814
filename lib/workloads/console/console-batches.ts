import type { LogLine } from "@/lib/provisioning/engine";
import { LostLines } from "./lost-lines";

/**
 * Buffers what a game writes until a viewer can receive it, within bounds: what does not fit is left out from the
 * oldest on and counted, so that a viewer sees the end at once and knows what is missing. Also leaves out what an
 * engine returns twice: Docker reads the end of a log again when it rotates it. Pure; the work for each line is
 * constant.
 */
export type ConsoleEvent = { event: "line" | "skipped" | "status" | "stats"; id?: string; data: unknown };

export const batchLimits = { lines: 300, characters: 128 * 1024 };

/** A line that is older than the one before by more than this means that the machine's clock was set back. */
const clockStepMs = 10_000;

/** Order of two cursors: RFC 3339 with up to nine digits, of which trailing zeros may be missing. */
const orderOf = (cursor: string) => cursor.replace(/Z$/, "");

/** So many lines are remembered one by one, to distinguish a repeated line from one that was never read. */
const recentLines = 1_000;

type Position = { order: string; atMs: number; isRepeating: boolean; recent: string[]; count: number };

export class ConsoleBatches {
  #kept: LogLine[] = [];
  /** Lines before it are left out; the list is shortened from time to time, not at every line. */
  #first = 0;
  #characters = 0;
  #skipped = 0;
  /** Whether an unknown number of lines is missing. */
  #isCut = false;
  readonly #lost = new LostLines();
  readonly #last = new Map<LogLine["stream"], Position>();
  /** The cursor of the newest line; null: none yet. */
  newest: string | null;

  constructor(lastSeen: string | null) {
    this.newest = lastSeen;
  }

  get isEmpty(): boolean {
    return this.#first === this.#kept.length && this.#skipped === 0;
  }

  /** A reading of the log starts. */
  attach(nowMs = Date.now()): void {
    this.#lost.attach(nowMs);
  }

  /** Lines are missing between the newest one and the next. */
  noteCut(): void {
    this.#isCut = true;
  }

  /** `nowMs`: when it was read, by this machine's wall clock. */
  add(line: LogLine, nowMs = Date.now()): void {
    if (this.#isRepeated(line)) {
      this.#lost.noteRepeated(nowMs);
      return;
    }
    if (this.#lost.note({ atMs: line.at.getTime(), characters: line.text.length }, nowMs)) this.#isCut = true;
    if (this.newest === null || orderOf(line.cursor) > orderOf(this.newest)) this.newest = line.cursor;
    this.#kept.push(line);
    this.#characters += line.text.length;
    while (this.#kept.length - this.#first > batchLimits.lines || this.#characters > batchLimits.characters) {
      this.#characters -= this.#kept[this.#first]?.text.length ?? 0;
      this.#first++;
      this.#skipped++;
    }
    if (this.#first < 4 * batchLimits.lines) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }

  /** What to show next: the number of lines left out, if any, then the newest ones in their order. */
  take(): ConsoleEvent[] {
    const lines = this.#kept.slice(this.#first).map(
      ({ at, stream, text, cursor }): ConsoleEvent => ({
        event: "line",
        id: cursor,
        data: { at: at.toISOString(), stream, text },
      }),
    );
    const isMarked = this.#skipped > 0 || this.#isCut;
    const data = { lines: this.#skipped, more: this.#isCut };
    const skipped: ConsoleEvent[] = isMarked ? [{ event: "skipped", data }] : [];
    this.#isCut = false;
    this.#kept = [];
    this.#first = 0;
    this.#characters = 0;
    this.#skipped = 0;
    return [...skipped, ...lines];
  }

  /** Within one output times never go back, unless lines are returned again or the clock was set back a little. */
  #isRepeated({ stream, cursor, at }: LogLine): boolean {
    const order = orderOf(cursor);
    const atMs = at.getTime();
    const last = this.#last.get(stream) ?? { order: "", atMs, isRepeating: false, recent: [], count: 0 };
    if (order <= last.order && last.atMs - atMs <= clockStepMs) {
      // Two lines may carry the same time; after a step back it is the last one again.
      if (order < last.order && !last.isRepeating) {
        last.isRepeating = true;
        // Never read, and older than what is shown already: left out, but counted.
        if (!wasRead(last, order)) this.#isCut = true;
      }
      if (last.isRepeating) return true;
    }
    last.recent[last.count++ % recentLines] = order;
    this.#last.set(stream, Object.assign(last, { order, atMs, isRepeating: false }));
    return false;
  }
}

/** Whether a line with this time was read; one from before those that are remembered is taken for such a one. */
function wasRead({ recent, count }: Position, order: string): boolean {
  const oldest = count > recentLines ? (recent[count % recentLines] ?? "") : "";
  return order < oldest || recent.includes(order);
}
