import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weigh } from "./rate-limit";

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
