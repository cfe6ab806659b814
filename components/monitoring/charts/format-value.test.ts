import { describe, expect, it } from "vitest";
import { formatTime, formatValue, timeTicks } from "./format-value";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

describe("a value", () => {
  it.each([
    ["percent", 0.04, "0.0 %"],
    ["percent", 9.96, "10.0 %"],
    ["percent", 47.6, "48 %"],
    ["bytes", 1_073_741_824, "1 GiB"],
    ["bytes/s", 2_048, "2 KiB/s"],
    ["count", 3, "3"],
    ["count", 2.345, "2.3"],
    ["ms", 4.25, "4.3 ms"],
    ["ms", 250.4, "250 ms"],
    ["load", 1.5, "1.50"],
    ["of a later version", 7, "7"],
  ])("in %s: %d is %s", (unit, value, text) => expect(formatValue("en", unit, value)).toBe(text));
});

describe("a time", () => {
  const at = Date.UTC(2026, 0, 31, 13, 5, 7);
  it("has seconds in a short span, a weekday in a week, and a day in a month", () => {
    expect(formatTime(at, 10 * minuteMs)).toMatch(/05.?07/);
    expect(formatTime(at, dayMs)).toMatch(/05/);
    expect(formatTime(at, dayMs)).not.toMatch(/07/);
    expect(formatTime(at, 7 * dayMs)).toMatch(/Sat/);
    expect(formatTime(at, 30 * dayMs)).toMatch(/Jan/);
  });
});

describe("the times of an axis", () => {
  it.each([
    ["a minute", minuteMs, 10_000],
    ["an hour", 60 * minuteMs, 10 * minuteMs],
    ["a day", dayMs, 180 * minuteMs],
    ["a week", 7 * dayMs, dayMs],
    ["a month", 30 * dayMs, 5 * dayMs],
  ])("of %s are round and at most nine", (_, spanMs, stepMs) => {
    const from = Date.UTC(2026, 0, 1, 10, 3, 4);
    const ticks = timeTicks(from, from + spanMs, 0);
    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.length).toBeLessThanOrEqual(9);
    for (const [index, tick] of ticks.entries()) {
      expect(tick).toBeGreaterThanOrEqual(from);
      expect(tick).toBeLessThanOrEqual(from + spanMs);
      expect(tick % stepMs).toBe(0);
      if (index > 0) expect(tick - (ticks[index - 1] ?? 0)).toBe(stepMs);
    }
  });

  it("are round on the viewer's clock", () => {
    const from = Date.UTC(2026, 0, 1, 0, 0, 0);
    // India is at UTC+5:30, which Date.getTimezoneOffset calls −330.
    const [first] = timeTicks(from, from + dayMs, -330);
    expect((Number(first) + 330 * minuteMs) % (180 * minuteMs)).toBe(0);
  });
});
