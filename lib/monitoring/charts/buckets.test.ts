import { describe, expect, it } from "vitest";
import { Buckets } from "./buckets";
import { chooseStep } from "./choose-step";
import { windowOf } from "./read-chart";

describe("buckets", () => {
  it("keep a single spike at every width, and nothing where nothing is", () => {
    for (const stepMs of [10_000, 120_000, 600_000, 3_600_000]) {
      const buckets = new Buckets(0, 6 * 3_600_000, stepMs);
      for (let at = 0; at < 3_600_000; at += 10_000) buckets.addSample(at, at === 1_800_000 ? 100 : 5);
      const { highest, lowest, average } = buckets.series();
      expect(Math.max(...highest.map((value) => value ?? 0)), String(stepMs)).toBe(100);
      expect(lowest[0]).toBe(5);
      expect(average.at(-1), "a gap is null").toBeNull();
      expect(average).toHaveLength(buckets.size);
    }
  });

  it("weigh averages by their samples, and leave out what is not a number", () => {
    const buckets = new Buckets(0, 60_000, 60_000);
    buckets.addPart(0, { count: 3, average: 10, lowest: 1, highest: 20 });
    buckets.addPart(30_000, { count: 1, average: 50, lowest: 50, highest: 50 });
    buckets.addSample(10_000, Number.NaN);
    buckets.addSample(60_000, 1);
    buckets.addSample(-1, 1);
    expect(buckets.series()).toEqual({ average: [20], lowest: [1], highest: [50] });
  });
});

it.each([
  ["1h", 3_600, 10, "samples"],
  ["6h", 21_600, 30, "samples"],
  ["24h", 86_400, 120, "samples"],
  ["3 days", 259_200, 300, "samples"],
  ["7d", 604_800, 600, "tenMinutes"],
  ["30d", 2_592_000, 3_600, "hours"],
  ["13 months", 34_000_000, 43_200, "hours"],
])("%s are points of %i / %i s of %s", (_, span, seconds, tier) => {
  expect(chooseStep(span, span)).toEqual({ seconds, tier });
});

it.each([
  ["29 days", 29, 10, "samples"],
  ["31 days", 31, 600, "tenMinutes"],
  ["89 days", 89, 600, "tenMinutes"],
  ["91 days", 91, 3_600, "hours"],
])("an hour of %s ago is read from what is kept so long", (_, days, seconds, tier) => {
  expect(chooseStep(3_600, days * 86_400)).toEqual({ seconds, tier });
});

it("reads a window from a range, or from two times", () => {
  expect(windowOf({ range: "6h" }, 21_600_000)).toEqual({ fromMs: 0, toMs: 21_600_000 });
  expect(windowOf({}, 3_600_000)).toEqual({ fromMs: 0, toMs: 3_600_000 });
  const [from, to] = ["1970-01-01T00:00:01Z", "1970-01-01T00:00:02Z"];
  expect(windowOf({ from, to }, 9)).toEqual({ fromMs: 1_000, toMs: 2_000 });
});
