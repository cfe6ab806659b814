import { expect, it } from "vitest";
import { daysLeft, type EndedRun, quantile, summariseRuns } from "./summarise-runs";

const now = Date.parse("2026-01-03T12:00:00Z");

function run(seconds: number, more: Partial<EndedRun> = {}): EndedRun {
  const finishedAt = new Date(now - 3_600_000);
  const createdAt = new Date(finishedAt.getTime() - seconds * 1_000);
  const steps = [{ step: "pull", durationMs: seconds * 100 }];
  return { template: "Minecraft", createdAt, finishedAt, errorCode: null, errorMessage: null, steps, ...more };
}

it.each([
  [[], 0.5, null],
  [[5], 0.95, 5],
  [[3, 1, 2], 0.5, 2],
  [[1, 2, 3, 4], 0.5, 2],
  [Array.from({ length: 100 }, (_, n) => n + 1), 0.95, 95],
])("of %j the share %d is below %s", (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

it("counts failures for the rate and not for the durations", () => {
  const failure = {
    errorCode: "no_capacity",
    errorMessage: "No node has capacity.",
    finishedAt: new Date(now - 86_400_000),
  };
  const report = summariseRuns([run(2), run(4), run(90, failure)], 3, now);
  expect(report).toMatchObject({ total: 3, succeeded: 2, durations: { count: 2, medianMs: 2_000, p95Ms: 4_000 } });
  expect(report.templates).toMatchObject([{ template: "Minecraft", total: 3, succeeded: 2, p95Ms: 4_000 }]);
  expect(report.steps).toEqual([{ step: "pull", count: 2, medianMs: 200, p95Ms: 400 }]);
  expect(report.errors).toMatchObject([{ code: "no_capacity", count: 1, message: "No node has capacity." }]);
  expect(report.trend).toEqual([
    { day: "2026-01-01", succeeded: 0, failed: 0 },
    { day: "2026-01-02", succeeded: 0, failed: 1 },
    { day: "2026-01-03", succeeded: 2, failed: 0 },
  ]);
});

it.each([
  [100, 2.5, 40],
  [100, 0, null],
  [0, 1, 0],
])("%i free ports at %d a day are left for %s days", (free, usedPerDay, expected) => {
  expect(daysLeft({ free, usedPerDay })).toBe(expected);
});
