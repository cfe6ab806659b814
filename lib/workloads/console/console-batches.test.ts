import { describe, expect, it } from "vitest";
import type { LogLine } from "@/lib/provisioning/engine";
import { batchLimits, ConsoleBatches, type ConsoleEvent } from "./console-batches";

const epoch = Date.parse("2026-11-26T12:00:00Z");

/** A line `nanoseconds` after the start; the cursor leaves trailing zeros out, as an engine may. */
function line(text: string, nanoseconds: number, stream: LogLine["stream"] = "stdout"): LogLine {
  const at = new Date(epoch + Math.floor(nanoseconds / 1e6));
  const fraction = String(nanoseconds % 1e9).padStart(9, "0");
  const cursor = `${at.toISOString().slice(0, 19)}.${fraction}Z`.replace(/\.?0*Z$/, "Z");
  return { at, stream, text, cursor };
}

function taken(batches: ConsoleBatches) {
  const events = batches.take();
  const texts = (list: ConsoleEvent[]) => list.map(({ data }) => (data as { text: string }).text);
  const skipped = events.filter(({ event }) => event === "skipped");
  return { skipped: skipped.map(({ data }) => data), lines: texts(events.filter(({ event }) => event === "line")) };
}

describe("a console's batches", () => {
  it("keep everything that fits, in order", () => {
    const batches = new ConsoleBatches(null);
    expect(batches.isEmpty).toBe(true);
    for (let index = 0; index < batchLimits.lines; index++) batches.add(line(`l${index}`, index));
    const { skipped, lines } = taken(batches);
    expect(skipped).toEqual([]);
    expect(lines).toEqual(Array.from({ length: batchLimits.lines }, (_, index) => `l${index}`));
    expect(batches.isEmpty).toBe(true);
  });

  it("leave the oldest out and say how many, however many there are", () => {
    const batches = new ConsoleBatches(null);
    const startedAt = performance.now();
    for (let index = 0; index < 1_000_000; index++) batches.add(line(`l${index}`, index * 1000), epoch + index / 1000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const { skipped, lines } = taken(batches);
    expect(skipped).toEqual([{ lines: 1_000_000 - batchLimits.lines, more: false }]);
    expect([lines[0], lines.at(-1)]).toEqual([`l${1_000_000 - batchLimits.lines}`, "l999999"]);
    batches.add(line("next", 2e9), epoch + 2000);
    expect(taken(batches)).toEqual({ skipped: [], lines: ["next"] });
  });

  it("are bounded by characters too, and keep the newest", () => {
    const batches = new ConsoleBatches(null);
    for (let index = 0; index < 100; index++) batches.add(line(`${index} ${"x".repeat(8000)}`, index));
    const { skipped, lines } = taken(batches);
    expect(lines.length).toBe(16);
    expect(skipped).toEqual([{ lines: 84, more: false }]);
    expect(lines.at(-1)).toMatch(/^99 /);
  });

  it("leave out what the engine hands out again after a rotation, also across batches", () => {
    const batches = new ConsoleBatches(null);
    for (let index = 0; index < 10; index++) batches.add(line(`l${index}`, index * 100));
    batches.take();
    for (let index = 4; index < 14; index++) batches.add(line(`l${index}`, index * 100));
    expect(taken(batches)).toEqual({ skipped: [], lines: ["l10", "l11", "l12", "l13"] });
  });

  it("keep two lines of one moment, two outputs whose times cross, and what follows when the clock was set back", () => {
    const batches = new ConsoleBatches(null);
    batches.add(line("a", 500));
    batches.add(line("b", 500));
    batches.add(line("error", 400, "stderr"));
    batches.add(line("c", 550_000_000));
    batches.add(line("d", 1_000_000_000));
    batches.add({ ...line("after the step", 0), at: new Date(epoch - 3_600_000), cursor: "2026-11-26T11:00:00.5Z" });
    expect(taken(batches).lines).toEqual(["a", "b", "error", "c", "d", "after the step"]);
  });

  it("say so when a line that was never read is older than what is shown, and only then", () => {
    const batches = new ConsoleBatches(null);
    for (let index = 0; index < 5_000; index++) batches.add(line(`l${index}`, index * 1_000_000));
    batches.take();
    for (const index of [3_000, 3_001, 4_998, 4_999, 5_000]) batches.add(line(`l${index}`, index * 1_000_000));
    expect(taken(batches)).toEqual({ skipped: [], lines: ["l5000"] });
    for (const ms of [4_500, 4_501]) batches.add(line("the clock was set back", ms * 1_000_000 + 5));
    batches.add(line("it goes on", 5_100_000_000));
    expect(taken(batches)).toEqual({ skipped: [{ lines: 0, more: true }], lines: ["it goes on"] });
  });

  it("say that lines are missing which the engine rotated away before they were read", () => {
    const batches = new ConsoleBatches(null);
    batches.attach(epoch);
    // 10 MB in 0.5 s, read half a second late; then the time jumps by 0.4 s, and the reader is not as late any more.
    const text = "x".repeat(1_000);
    for (let index = 0; index < 10_000; index++) batches.add(line(text, index * 50_000), epoch + 500 + index / 20);
    batches.take();
    batches.add(line(text, 900_000_000), epoch + 1_000);
    expect(taken(batches).skipped).toEqual([{ lines: 0, more: true }]);
    batches.add(line(text, 900_001_000), epoch + 1_000);
    expect(taken(batches).skipped).toEqual([]);
    batches.noteCut();
    batches.add(line(text, 900_002_000), epoch + 1_000);
    expect(taken(batches).skipped).toEqual([{ lines: 0, more: true }]);
  });

  it("go on after the newest cursor", () => {
    const batches = new ConsoleBatches("2026-11-26T12:00:00.5Z");
    expect(batches.newest).toBe("2026-11-26T12:00:00.5Z");
    batches.add(line("a", 550_000_000));
    expect(batches.newest).toBe("2026-11-26T12:00:00.55Z");
  });
});
