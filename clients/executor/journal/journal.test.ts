import { appendFileSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { open as openFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { applyLine, compact, type JournalLine, type JournalState, linesOf, replay } from "./entries";
import { Journal } from "./journal";

const file = () => path.join(mkdtempSync(path.join(os.tmpdir(), "journal-")), "journal.jsonl");
const received = (seq: number): JournalLine => ({
  t: "received",
  command: { id: `c${seq}`, seq, type: "ping", payload: { seq }, expiresAt: "2030-01-01T00:00:00.000Z" },
});
const done = { status: "done" as const, output: { pong: true } };

const opened: Journal[] = [];
const open = (at: string) => {
  const journal = new Journal(at);
  opened.push(journal);
  return journal;
};
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
});

describe("a journal", () => {
  it("shows after a kill how far each command was", async () => {
    const at = file();
    const journal = open(at);
    for (const seq of [1, 2, 3, 4]) await journal.append(received(seq));
    await journal.append({ t: "acked", id: "c2" });
    await journal.append({ t: "started", id: "c3" });
    await journal.append({ t: "finished", id: "c4", result: done });
    // No close: as a kill would leave it.
    const after = open(at);
    expect(after.lastSeq).toBe(4);
    const states = after
      .all()
      .map(({ command, isAcked, isStarted, result }) => [command.seq, isAcked, isStarted, result]);
    expect(states).toEqual([
      [1, false, false, null],
      [2, true, false, null],
      [3, false, true, null],
      [4, false, false, done],
    ]);
  });
  it("drops a line that a power cut tore, and goes on behind it", async () => {
    const at = file();
    const journal = open(at);
    await journal.append(received(1));
    appendFileSync(at, '{"t":"received","comm');
    const after = open(at);
    expect(after.damaged).toBe(1);
    await after.append(received(2));
    expect(
      open(at)
        .all()
        .map(({ command }) => command.seq),
    ).toEqual([1, 2]);
    expect(open(at).damaged).toBe(0);
  });
  it("loses nothing behind a line that a full disk tore while it runs", async () => {
    const at = file();
    const journal = open(at);
    await journal.append(received(1));
    await journal.append(received(2));
    const handle = await openFile(at, "r");
    const half = async function (this: typeof handle, text: string) {
      await this.write(text.slice(0, 10));
      throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    };
    vi.spyOn(Object.getPrototypeOf(handle), "appendFile").mockImplementationOnce(half as never);
    await handle.close();
    await expect(journal.append({ t: "finished", id: "c1", result: done })).rejects.toThrow("no space left");
    await journal.append({ t: "started", id: "c2" });
    const after = open(at);
    expect([after.damaged, after.get("c2")?.isStarted]).toEqual([1, true]);
  });
  it("keeps the first result", async () => {
    const journal = open(file());
    await journal.append(received(1));
    await journal.append({ t: "finished", id: "c1", result: done });
    await journal.append({ t: "finished", id: "c1", result: { status: "failed" } });
    expect(journal.get("c1")?.result).toEqual(done);
  });
  it("writes what comes together by few writes, all of it", async () => {
    const at = file();
    const journal = open(at);
    await Promise.all(Array.from({ length: 500 }, (_, n) => journal.append(received(n + 1))));
    await journal.close();
    expect(open(at).all()).toHaveLength(500);
  });
  it("does not grow without limit, and drops nothing that is not reported", async () => {
    const at = file();
    const journal = open(at);
    const output = "x".repeat(20_000);
    for (let seq = 1; seq <= 400; seq++) {
      await journal.append(received(seq));
      await journal.append({ t: "finished", id: `c${seq}`, result: { status: "done", output } });
      if (seq > 3) await journal.append({ t: "reported", id: `c${seq}` });
    }
    await journal.close();
    expect(statSync(at).size).toBeLessThan(5_000_000);
    const after = open(at);
    expect(after.lastSeq).toBe(400);
    expect([1, 2, 3].map((seq) => after.get(`c${seq}`)?.result?.output)).toEqual([output, output, output]);
    expect(after.all().length).toBeLessThanOrEqual(203);
    expect(readFileSync(at, "utf8").startsWith('{"t":"base","lastSeq":400,')).toBe(true);
  });
});

describe("compaction", () => {
  const line = fc.oneof(
    fc.nat(300).map((seq) => received(seq + 1)),
    fc
      .tuple(fc.constantFrom("acked" as const, "started" as const, "reported" as const), fc.nat(300))
      .map(([t, seq]): JournalLine => ({ t, id: `c${seq}` })),
    fc.nat(300).map((seq): JournalLine => ({ t: "finished", id: `c${seq}`, result: done })),
  );
  it("changes nothing about what was not reported, whatever happened", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 600 }), (lines) => {
        const state: JournalState = { lastSeq: 0, fences: new Set(), entries: new Map() };
        for (const one of lines) applyLine(state, one);
        const text = linesOf(compact(state))
          .map((one) => JSON.stringify(one))
          .join("\n");
        const again = replay(text);
        expect(again.damaged).toBe(0);
        expect(again.state.lastSeq).toBe(state.lastSeq);
        const unreported = (of: JournalState) => [...of.entries.values()].filter(({ isReported }) => !isReported);
        expect(unreported(again.state)).toEqual(unreported(state));
      }),
      { numRuns: 50 },
    );
  });
});
