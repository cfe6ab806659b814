import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secondsUntilAllowed, weigh } from "./rate-limit";

describe("the weighted count of a sliding window", () => {
  it.each([
    ["a new window after an empty one", 1, 0, 0, 1],
    ["a full window just ended", 1, 100, 0, 101],
    ["half of it is still inside", 1, 100, 30, 51],
    ["a tenth of it is still inside", 5, 100, 54, 15],
    ["nothing of it is inside", 7, 100, 60, 7],
    ["a clock that ran over", 7, 100, 61, 7],
  ])("%s", (_what, count, previous, elapsed, expected) => {
    expect(weigh(count, previous, elapsed, 60)).toBeCloseTo(expected, 9);
  });

  it("falls as time passes, and is never below what was counted in this window", () => {
    const number = fc.integer({ min: 0, max: 10_000 });
    const seconds = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(number, number, seconds, seconds, (count, previous, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        expect(weigh(count, previous, late, 60)).toBeLessThanOrEqual(weigh(count, previous, early, 60));
        expect(weigh(count, previous, late, 60)).toBeGreaterThanOrEqual(count);
      }),
    );
  });
});

describe("the time until a request is allowed", () => {
  it.each([
    ["the limit is not reached", 3, 0, 10, 0],
    ["the window before has to shrink", 50, 100, 0, 30.6],
    ["the window is full: most of the next one has to pass", 100, 0, 20, 40.6],
    ["both are full", 100, 100, 59, 1.6],
  ])("%s", (_what, count, previousCount, elapsed, expected) => {
    expect(secondsUntilAllowed({ count, previousCount, elapsed }, 100, 60)).toBeCloseTo(expected, 6);
  });

  it("is exact: allowed then, refused before", () => {
    const counts = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(counts, counts, fc.double({ min: 0, max: 59.9, noNaN: true }), (count, previousCount, elapsed) => {
        const seconds = secondsUntilAllowed({ count, previousCount, elapsed }, 100, 60);
        const usedAt = (later: number) => {
          const age = elapsed + later;
          return age < 60 ? weigh(count, previousCount, age, 60) : weigh(0, count, age - 60, 60);
        };
        expect(usedAt(seconds + 1e-6)).toBeLessThanOrEqual(99 + 1e-3);
        if (seconds > 0.01) expect(usedAt(seconds - 0.005)).toBeGreaterThan(99);
      }),
    );
  });
});
