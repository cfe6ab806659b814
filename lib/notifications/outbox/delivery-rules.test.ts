import { describe, expect, it } from "vitest";
import { isRefusal, nextMailAttemptMs, nextNoticeAttemptMs, retryAfterSeconds } from "./delivery-rules";

const hour = 3_600_000;
const next = (attempts: number, random: number, ageMs = 0, retryAfter: number | null = null, isQuiet = false) =>
  nextNoticeAttemptMs({ attempts, ageMs, isQuiet, retryAfterSeconds: retryAfter, random });

describe("the next attempt of a notice", () => {
  it("doubles from 5 s to 15 min", () => {
    expect([1, 2, 3, 4, 8, 9, 500].map((attempt) => next(attempt, 0))).toEqual([
      5_000, 10_000, 20_000, 40_000, 640_000, 900_000, 900_000,
    ]);
  });

  it("has jitter of a quarter", () => {
    expect(next(1, 1)).toBe(3_750);
    expect(next(9, 1)).toBe(675_000);
  });

  it("waits as long as the receiver asks", () => {
    expect(next(1, 0, 0, 120)).toBe(120_000);
    expect(next(9, 0, 0, 1)).toBe(900_000);
  });

  it("ends after 24 h, or a day later after quiet hours", () => {
    expect(next(50, 0, 23.7 * hour)).toBe(900_000);
    expect(next(50, 0, 23.8 * hour)).toBeNull();
    expect(next(1, 0, 0, 90_000)).toBeNull();
    expect(next(50, 0, 23.8 * hour, null, true)).toBe(900_000);
    expect(next(50, 0, 48 * hour, null, true)).toBeNull();
  });
});

it("a mail is tried six times within eight hours", () => {
  expect([1, 2, 3, 4, 5, 6].map(nextMailAttemptMs)).toEqual([30_000, 120_000, 600_000, 3_600_000, 21_600_000, null]);
});

it.each([
  [301, true],
  [400, true],
  [401, true],
  [404, true],
  [408, false],
  [410, true],
  [429, false],
  [500, false],
  [503, false],
])("status %i is final: %s", (status, final) => expect(isRefusal(status)).toBe(final));

it.each([
  ["120", 120],
  ["0", null],
  ["1.5", 2],
  ["Thu, 01 Jan 2026 00:00:30 GMT", 30],
  ["Wed, 31 Dec 2025 00:00:00 GMT", null],
  ["soon", null],
  [undefined, null],
])("Retry-After %s is %s seconds", (header, seconds) =>
  expect(retryAfterSeconds(header, Date.UTC(2026, 0, 1))).toBe(seconds),
);
