import { expect, it } from "vitest";
import { above, below, runCheck } from "./check";
import { type HealthRow, summariseHealth } from "./read-history";

const hourMs = 3_600_000;
const row = (name: string, minute: number, state: string, value: number | null = null): HealthRow => ({
  name,
  at: new Date(minute * 60_000),
  state,
  value,
});

it("shows the worst state and the highest value of each step, and the share of good minutes", () => {
  const rows = [
    row("database", 0, "ok", 1),
    row("database", 1, "failed", 1_200),
    row("database", 2, "degraded", 60),
    row("database", 59, "ok", 2),
    row("mail", 3, "off"),
  ];
  const { checks, stepSeconds } = summariseHealth(rows, { fromMs: 0, toMs: hourMs });
  const found = checks.find(({ name }) => name === "database");
  expect(stepSeconds).toBe(60);
  expect(found?.points).toHaveLength(60);
  expect(found?.points.slice(0, 4)).toEqual([
    { state: "ok", value: 1 },
    { state: "failed", value: 1_200 },
    { state: "degraded", value: 60 },
    null,
  ]);
  expect(found?.availability).toBe(75);
  expect(checks.find(({ name }) => name === "mail")?.availability).toBeNull();
});

it("joins minutes in wider steps", () => {
  const { checks, stepSeconds } = summariseHealth([row("database", 0, "ok", 3), row("database", 5, "failed", 1)], {
    fromMs: 0,
    toMs: 720 * hourMs,
  });
  expect(stepSeconds).toBe(28_800);
  const points = checks.find(({ name }) => name === "database")?.points;
  expect(points).toHaveLength(90);
  expect(points?.[0]).toEqual({ state: "failed", value: 3 });
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
