import { z } from "zod";
import { deliveredCommand, resultBody } from "../../../lib/executors/commands/contract";

/** The state of each command, and how it is read from the journal's lines. */
export const journaledCommand = deliveredCommand
  .pick({ id: true, seq: true, type: true, expiresAt: true })
  .extend({ payload: z.unknown() });
export type JournaledCommand = z.output<typeof journaledCommand>;
export type CommandResult = z.output<typeof resultBody>;

const id = z.string();
export const journalLine = z.discriminatedUnion("t", [
  /** The first line after each compaction: what is known of commands that were dropped. */
  z.object({ t: z.literal("base"), lastSeq: z.int(), fences: z.array(z.int()).default([]) }),
  /** A session of this journal, by the number that the panel gave it. */
  z.object({ t: z.literal("session"), fence: z.int() }),
  z.object({ t: z.literal("received"), command: journaledCommand }),
  z.object({ t: z.literal("acked"), id }),
  z.object({ t: z.literal("started"), id }),
  z.object({ t: z.literal("finished"), id, result: resultBody }),
  /** The panel has the result, or no longer wants one. */
  z.object({ t: z.literal("reported"), id }),
]);
export type JournalLine = z.output<typeof journalLine>;

export type Entry = {
  command: JournaledCommand;
  isAcked: boolean;
  isStarted: boolean;
  result: CommandResult | null;
  isReported: boolean;
};
export type JournalState = { lastSeq: number; fences: Set<number>; entries: Map<string, Entry> };

/** Changes the state by one line; a line about a command that is not known changes nothing. */
export function applyLine(state: JournalState, line: JournalLine): void {
  if (line.t === "base") {
    state.lastSeq = Math.max(state.lastSeq, line.lastSeq);
    for (const fence of line.fences) state.fences.add(fence);
    return;
  }
  if (line.t === "session") {
    state.fences.add(line.fence);
    return;
  }
  if (line.t === "received") {
    const { command } = line;
    state.lastSeq = Math.max(state.lastSeq, command.seq);
    if (state.entries.has(command.id)) return;
    state.entries.set(command.id, { command, isAcked: false, isStarted: false, result: null, isReported: false });
    return;
  }
  const entry = state.entries.get(line.id);
  if (!entry) return;
  if (line.t === "acked") entry.isAcked = true;
  else if (line.t === "started") entry.isStarted = true;
  else if (line.t === "finished") entry.result ??= line.result;
  else entry.isReported = true;
}

/** The state that a journal's text leads to, and how many lines could not be read. Pure. */
export function replay(text: string): { state: JournalState; damaged: number } {
  const state: JournalState = { lastSeq: 0, fences: new Set(), entries: new Map() };
  let damaged = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const parsed = journalLine.safeParse(jsonOf(line));
    if (parsed.success) applyLine(state, parsed.data);
    else damaged++;
  }
  return { state, damaged };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const keptReported = 200;
const keptFences = 100;
const keptOutputChars = 4_096;

/** Drops all but the newest reported commands, and long outputs. Returns the state that is kept. Pure. */
export function compact({ lastSeq, fences, entries }: JournalState): JournalState {
  const reported = [...entries.values()].filter((entry) => entry.isReported);
  const dropped = new Set(
    reported.slice(0, Math.max(0, reported.length - keptReported)).map(({ command }) => command.id),
  );
  const kept = [...entries].filter(([id]) => !dropped.has(id));
  const lately = new Set([...fences].slice(-keptFences));
  const slim = new Map(kept.map(([id, entry]) => [id, entry.isReported ? shortened(entry) : entry]));
  return { lastSeq, fences: lately, entries: slim };
}

/** The panel has the result of a reported command; its payload and a long output need not stay. */
function shortened(entry: Entry): Entry {
  const command = { ...entry.command, payload: {} };
  const result = entry.result;
  if (!result || JSON.stringify(result.output ?? null).length <= keptOutputChars) return { ...entry, command };
  const { output: _output, ...rest } = result;
  return { ...entry, command, result: rest };
}

/** The lines that lead to this state. Pure. */
export function linesOf({ lastSeq, fences, entries }: JournalState): JournalLine[] {
  const lines: JournalLine[] = [{ t: "base", lastSeq, fences: [...fences] }];
  for (const [entryId, { command, isAcked, isStarted, result, isReported }] of entries) {
    lines.push({ t: "received", command });
    if (isAcked) lines.push({ t: "acked", id: entryId });
    if (isStarted) lines.push({ t: "started", id: entryId });
    if (result) lines.push({ t: "finished", id: entryId, result });
    if (isReported) lines.push({ t: "reported", id: entryId });
  }
  return lines;
}
