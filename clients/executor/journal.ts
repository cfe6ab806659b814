import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { DeliveredCommand } from "../../lib/executors/commands/contract";
import { readIfThere, writeWhole } from "./home";

/**
 * What was received, begun and finished, on disk before anything is told or done: so that a command is done once,
 * whatever is killed. One line each; made small again at the start and when it grows.
 */
export type CommandOutcome = { status: "done" | "failed"; output?: unknown; error?: string };
export type JournalEntry = {
  command: DeliveredCommand;
  state: "received" | "started" | "finished";
  outcome: CommandOutcome | null;
  /** The panel has the result. */
  reported: boolean;
};

type Line =
  | { kind: "received"; command: DeliveredCommand }
  | { kind: "started"; id: string }
  | { kind: "finished"; id: string; outcome: CommandOutcome }
  | { kind: "reported"; id: string }
  | { kind: "seq"; seq: number };

/** Finished ones that are remembered, so that a repetition is answered and not done. */
const remembered = 500;
const maxLines = 5_000;

export class Journal {
  readonly #file: string;
  readonly #entries: Map<string, JournalEntry>;
  #lastSeq: number;
  #descriptor: number;
  #lines = 0;

  constructor(file: string) {
    this.#file = file;
    const replayed = replay(readIfThere(file) ?? "");
    this.#entries = replayed.entries;
    this.#lastSeq = replayed.lastSeq;
    this.#descriptor = -1;
    this.#compact();
  }

  /** Of the newest command ever received. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  get(id: string): JournalEntry | undefined {
    return this.#entries.get(id);
  }

  /** In the order of their numbers. */
  unfinished(): JournalEntry[] {
    const open = [...this.#entries.values()].filter(({ state }) => state !== "finished");
    return open.sort((a, b) => a.command.seq - b.command.seq);
  }

  unreported(): JournalEntry[] {
    return [...this.#entries.values()].filter(({ state, reported }) => state === "finished" && !reported);
  }

  received(command: DeliveredCommand): void {
    this.#append({ kind: "received", command });
  }

  started(id: string): void {
    this.#append({ kind: "started", id });
  }

  finished(id: string, outcome: CommandOutcome): void {
    this.#append({ kind: "finished", id, outcome });
  }

  reported(id: string): void {
    this.#append({ kind: "reported", id });
    if (this.#lines > maxLines) this.#compact();
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** On disk before it is true here. */
  #append(line: Line): void {
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#descriptor);
    this.#lines++;
    this.#lastSeq = applyLine(this.#entries, line, this.#lastSeq);
  }

  #compact(): void {
    const done = [...this.#entries.values()].filter(({ reported }) => reported);
    for (const { command } of done.slice(0, Math.max(0, done.length - remembered))) this.#entries.delete(command.id);
    const lines: Line[] = [{ kind: "seq", seq: this.#lastSeq }];
    for (const { command, state, outcome, reported } of this.#entries.values()) {
      lines.push({ kind: "received", command });
      if (state === "started") lines.push({ kind: "started", id: command.id });
      if (outcome) lines.push({ kind: "finished", id: command.id, outcome });
      if (reported) lines.push({ kind: "reported", id: command.id });
    }
    writeWhole(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = openSync(this.#file, "a", 0o600);
    this.#lines = lines.length;
  }
}

/** What a journal's text comes to. A last line that was cut off by a kill never happened. Pure. */
export function replay(text: string): { entries: Map<string, JournalEntry>; lastSeq: number } {
  const entries = new Map<string, JournalEntry>();
  let lastSeq = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      lastSeq = applyLine(entries, JSON.parse(line) as Line, lastSeq);
    } catch {
      // Cut off: what it would have said was told to nobody.
    }
  }
  return { entries, lastSeq };
}

function applyLine(entries: Map<string, JournalEntry>, line: Line, lastSeq: number): number {
  if (line.kind === "seq") return Math.max(lastSeq, line.seq);
  if (line.kind === "received") {
    const { command } = line;
    entries.set(command.id, { command, state: "received", outcome: null, reported: false });
    return Math.max(lastSeq, command.seq);
  }
  const entry = entries.get(line.id);
  if (!entry) return lastSeq;
  if (line.kind === "started") entry.state = "started";
  if (line.kind === "finished") Object.assign(entry, { state: "finished", outcome: line.outcome });
  if (line.kind === "reported") entry.reported = true;
  return lastSeq;
}
