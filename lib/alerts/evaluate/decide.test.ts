import { describe, expect, it } from "vitest";
import { type DecisionRule, decide, type Effect, type Instance, idle, isFlapping, type Point } from "./decide";

const rule: DecisionRule = {
  operator: ">",
  warning: 90,
  critical: 97,
  clearAt: 85,
  forSeconds: 60,
  keepForSeconds: 30,
  missing: "ignore",
};

const intervalMs = 10_000;
/** What happened with its time in seconds. */
type Happened = [seconds: number, effect: Effect, severity: string | null];

/** Runs stored values, one each ten seconds, as the evaluation sees them: with the samples of the last minutes. */
function run(given: Partial<DecisionRule>, values: readonly (number | null)[], start: Instance = idle) {
  const judged = { ...rule, ...given };
  const spanMs = Math.max(judged.forSeconds, judged.keepForSeconds) * 1000 + intervalMs;
  const samples: Point[] = [];
  const happened: Happened[] = [];
  let instance = start;
  for (const [index, value] of values.entries()) {
    const atMs = index * intervalMs;
    if (value === null) continue;
    samples.push({ atMs, value });
    const points = samples.filter((point) => point.atMs >= atMs - spanMs);
    const { next, effect } = decide(judged, instance, { points, intervalMs, isSilent: false }, atMs);
    if (effect !== "none") happened.push([atMs / 1000, effect, next.severity]);
    instance = next;
  }
  return { happened, instance };
}

const times = (count: number, value: number) => Array.from({ length: count }, () => value);

describe("an alert over stored samples", () => {
  it("does not fire for a breach that is shorter than its time", () => {
    const { happened, instance } = run({}, [...times(3, 50), ...times(6, 95), ...times(3, 50)]);
    expect(happened).toEqual([]);
    expect(instance).toEqual(idle);
  });

  it("fires once at exactly its time", () => {
    expect(run({}, [50, ...times(7, 95)]).happened).toEqual([[70, "fired", "warning"]]);
    expect(run({}, [50, ...times(20, 95)]).happened).toHaveLength(1);
  });

  it("does not fire at a value equal to the threshold, in either direction", () => {
    expect(run({}, times(20, 90)).happened).toEqual([]);
    expect(run({ operator: "<", warning: 10, critical: 2, clearAt: 12 }, times(20, 10)).happened).toEqual([]);
    expect(run({ operator: "<", warning: 10, critical: 2, clearAt: 12 }, times(20, 9)).happened).toHaveLength(1);
  });

  it("fires once while the value swings around the threshold for an hour", () => {
    const swing = Array.from({ length: 360 }, (_, index) => (index % 2 === 0 ? 89.9 : 90.1));
    expect(run({ forSeconds: 0 }, swing).happened).toEqual([[10, "fired", "warning"]]);
  });

  it("escalates once, and becomes a warning again quietly", () => {
    const { happened } = run({}, [...times(8, 95), ...times(3, 99), ...times(10, 95)]);
    expect(happened).toEqual([
      [60, "fired", "warning"],
      [80, "escalated", "critical"],
      [140, "lowered", "warning"],
    ]);
  });

  it("ends only after the value was back for its time, once", () => {
    const { happened, instance } = run({}, [...times(7, 95), ...times(10, 50)]);
    expect(happened).toEqual([
      [60, "fired", "warning"],
      [100, "resolved", null],
    ]);
    expect(instance.phase).toBe("ok");
  });

  it("keeps the alert when the value goes beyond while it recovers, or stays between both thresholds", () => {
    const again = run({}, [...times(7, 95), 50, 50, ...times(3, 95)]);
    expect(again.happened).toEqual([
      [60, "fired", "warning"],
      [90, "again", "warning"],
    ]);
    expect(again.instance.phase).toBe("firing");
    expect(run({}, [...times(7, 95), 50, 50, ...times(10, 88)]).happened).toHaveLength(1);
  });

  it("does not fire when too many samples are missing", () => {
    expect(run({}, [95, null, null, null, null, null, 95, 95]).happened).toEqual([]);
    expect(run({}, [95, 95, null, 95, 95, 95, 95]).happened).toHaveLength(1);
  });

  it("begins again after a time without samples", () => {
    const { instance } = run({}, times(3, 95));
    const point = { atMs: 3_600_000, value: 95 };
    const seen = { points: [point], intervalMs, isSilent: false };
    const { next, effect } = decide(rule, instance, seen, point.atMs);
    expect([effect, next.phase, next.breachSinceMs]).toEqual(["none", "pending", point.atMs]);
  });

  it("stays open while it flaps, and ends when it was stable for half an hour", () => {
    const swing = Array.from({ length: 60 }, (_, index) => (Math.floor(index / 3) % 2 === 0 ? 95 : 50));
    const { happened, instance } = run({ forSeconds: 0, keepForSeconds: 20 }, [...swing, ...times(150, 50)]);
    expect(happened.filter(([, effect]) => effect === "fired").length).toBeLessThan(4);
    expect(isFlapping(instance.transitionsMs, 60 * intervalMs)).toBe(true);
    expect(instance.phase).toBe("recovering");
    const stable = run({ forSeconds: 0, keepForSeconds: 20 }, [...swing, ...times(190, 50)]);
    expect(stable.happened.at(-1)).toMatchObject([expect.any(Number), "resolved", null]);
  });
});

describe("an alert over a figure that is not stored", () => {
  const see = (instance: Instance, value: number, atMs: number, given: Partial<DecisionRule> = {}) =>
    decide({ ...rule, ...given }, instance, { points: [{ atMs, value }], intervalMs: null, isSilent: false }, atMs);

  it("remembers since when it is pending, also over a restart", () => {
    const first = see(idle, 95, 1_000);
    expect(first.next).toMatchObject({ phase: "pending", breachSinceMs: 1_000 });
    const stored: Instance = structuredClone(first.next);
    expect(see(stored, 95, 60_999).effect).toBe("none");
    expect(see(stored, 95, 61_000)).toMatchObject({ effect: "fired", next: { severity: "warning" } });
  });

  it("forgets a breach that ended", () => {
    const first = see(idle, 95, 0).next;
    const back = see(first, 50, 30_000).next;
    expect(back).toEqual(idle);
    expect(see(back, 95, 70_000).effect).toBe("none");
  });
});

describe("a missing sample", () => {
  const silent = (instance: Instance, nowMs: number, missing: DecisionRule["missing"]) =>
    decide({ ...rule, missing }, instance, { points: [], intervalMs, isSilent: true }, nowMs);

  it("leaves everything as it is, or is a breach of its own", () => {
    const firing = run({}, times(8, 95)).instance;
    expect(silent(firing, 900_000, "ignore")).toMatchObject({ effect: "none", next: firing });
    const pending = silent(idle, 0, "alert").next;
    expect(pending.phase).toBe("pending");
    expect(silent(pending, 59_999, "alert").effect).toBe("none");
    expect(silent(pending, 60_000, "alert")).toMatchObject({
      effect: "fired",
      value: null,
      next: { severity: "critical" },
    });
  });

  it.each([Number.NaN, undefined])("%s as a value changes nothing", (value) => {
    const points = value === undefined ? [] : [{ atMs: 0, value }];
    expect(decide(rule, idle, { points, intervalMs, isSilent: false }, 0).next).toEqual(idle);
  });
});
