import { expect, it } from "vitest";
import { above, below, runCheck } from "./check";
import { arrange, stepOf } from "./read-history";

const hourMs = 3_600_000;
type Step = Parameters<typeof arrange>[0][number];
const step = (name: string, place: number, worst: number, more: Partial<Step> = {}): Step => ({
  ...{ name, step: place, worst, value: null, used: 1, failed: 0 },
  ...more,
});

it("puts each step in its place, and says the share of minutes that were not failed", () => {
  const rows = [
    step("database", 0, 1, { value: 1 }),
    step("database", 1, 3, { value: 1_200, failed: 1 }),
    step("database", 2, 2),
    step("database", 59, 1),
    step("database", 60, 3),
    step("mail", 3, 0, { used: 0 }),
  ];
  const { checks, stepSeconds } = arrange(rows, { fromMs: 0, toMs: hourMs });
  const found = checks.find(({ name }) => name === "database");
  expect(stepSeconds).toBe(60);
  expect(found?.points).toHaveLength(60);
  expect(found?.points.slice(0, 4)).toEqual([
    { state: "ok", value: 1 },
    { state: "failed", value: 1_200 },
    { state: "degraded", value: null },
    null,
  ]);
  expect(found?.availability).toBe(80);
  expect(checks.find(({ name }) => name === "mail")?.availability).toBeNull();
});

it("has steps of whole minutes, at most ninety", () => {
  expect(stepOf({ fromMs: 0, toMs: hourMs })).toBe(60_000);
  expect(stepOf({ fromMs: 0, toMs: 720 * hourMs })).toBe(28_800_000);
});

it("judges values by their limits", () => {
  const limits = { degraded: 50, failed: 1_000 };
  expect([49.9, 50, 999, 1_000].map((value) => above(value, limits))).toEqual(["ok", "degraded", "degraded", "failed"]);
  expect([11, 10, 3].map((value) => below(value, { degraded: 10, failed: 3 }))).toEqual(["ok", "degraded", "failed"]);
});

it("finds a check failed that throws, or takes more than two seconds", async () => {
  const check = { name: "x", label: "X" };
  const broken = await runCheck({ ...check, run: () => Promise.reject(new Error("no route to host")) });
  expect(broken).toMatchObject({ state: "failed", detail: "no route to host", value: null });
  const slow = await runCheck({ ...check, run: () => new Promise(() => undefined) });
  expect(slow).toMatchObject({ state: "failed", detail: "It did not answer within 2 seconds." });
});
