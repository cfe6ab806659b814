import { describe, expect, it } from "vitest";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import { dataSetsOf, type LiveSample, summaryOf } from "./chart-data";
import { readState, timesOf, writeState, zoomed } from "./chart-state";
import { formatValue, timeTicks } from "./format-value";

const series = (average: (number | null)[]) => ({
  unit: "percent",
  label: "CPU",
  average,
  lowest: average,
  highest: average,
});
const chart: ChartView = {
  from: "1970-01-01T00:00:00.000Z",
  to: "1970-01-01T00:00:40.000Z",
  stepSeconds: 10,
  times: [0, 10_000, 20_000, 30_000],
  series: { "cpu.percent": series([1, null, 3, null]) },
  events: [],
  alerts: [],
  thresholds: [],
};
const group = { title: "CPU", metrics: ["cpu.percent", "memory.percent"] } as const;

describe("the points of a chart", () => {
  it("keep gaps as null, and leave out metrics without values", () => {
    const sets = dataSetsOf(group, chart);
    expect(sets.map(({ label }) => label)).toEqual(["CPU"]);
    expect(sets[0]?.average).toEqual([
      { x: 0, y: 1 },
      { x: 10_000, y: null },
      { x: 20_000, y: 3 },
      { x: 30_000, y: null },
    ]);
  });

  it("go on with live samples after the last value", () => {
    const live: LiveSample[] = [
      { atMs: 15_000, readings: { "cpu.percent": 9 } },
      { atMs: 25_000, readings: { "cpu.percent": 4 } },
      { atMs: 26_000, readings: { "memory.percent": 4 } },
    ];
    const [set] = dataSetsOf(group, chart, { live });
    expect(set?.average.slice(-2)).toEqual([
      { x: 20_000, y: 3 },
      { x: 25_000, y: 4 },
    ]);
  });

  it("show the week before at the same times", () => {
    const [set] = dataSetsOf(group, chart, { compared: chart, shiftMs: 1_000 });
    expect(set?.compared[0]).toEqual({ x: 1_000, y: 1 });
  });

  it("are summarised in words", () => {
    const [set] = dataSetsOf(group, chart);
    expect(set && summaryOf(set)).toEqual({ average: 2, lowest: 1, highest: 3, highestAt: 20_000, gaps: 1 });
    const [empty] = dataSetsOf(group, { times: [0], series: { "cpu.percent": series([null]) } });
    expect(empty && summaryOf(empty)).toBeNull();
  });
});

describe("the address of a page", () => {
  it.each([
    ["range=24h", { part: { range: "24h" }, isCompared: false }],
    ["range=9h&compare=week", { part: { range: "1h" }, isCompared: true }],
    [
      "from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z",
      { part: { from: "2026-01-01T00:00:00Z", to: "2026-01-01T01:00:00Z" }, isCompared: false },
    ],
    ["from=2026-01-02T00:00:00Z&to=2026-01-01T01:00:00Z", { part: { range: "1h" }, isCompared: false }],
  ])("%s says what is shown", (search, state) => {
    expect(readState(new URLSearchParams(search))).toEqual(state);
    const again = readState(new URLSearchParams(writeState(readState(new URLSearchParams(search)))));
    expect(again).toEqual(state);
  });

  it("holds at least two minutes", () => {
    expect(zoomed(0, 1_000)).toEqual({ from: "1969-12-31T23:59:00.500Z", to: "1970-01-01T00:01:00.500Z" });
    expect(zoomed(0, 600_000)).toEqual({ from: "1970-01-01T00:00:00.000Z", to: "1970-01-01T00:10:00.000Z" });
    expect(timesOf({ range: "1h" }, 3_600_000)).toEqual({ fromMs: 0, toMs: 3_600_000 });
  });
});

it.each([
  ["percent", 5.26, "5.3 %"],
  ["percent", 51.4, "51 %"],
  ["bytes/s", 2_048, "2 KiB/s"],
  ["ms", 12.4, "12 ms"],
  ["count", 3, "3"],
  ["load", 1.234, "1.23"],
])("a value in %s of %d is %s", (unit, value, text) => {
  expect(formatValue("en", unit, value)).toBe(text);
});

it("marks round times of the viewer's clock", () => {
  const hour = 3_600_000;
  expect(timeTicks(100_000, hour, 0)).toEqual([1, 2, 3, 4, 5, 6].map((n) => n * 600_000));
  expect(timeTicks(0, 24 * hour, -60)).toEqual([2, 5, 8, 11, 14, 17, 20, 23].map((n) => n * hour));
  expect(timeTicks(0, 60_000, 0)).toHaveLength(7);
});
