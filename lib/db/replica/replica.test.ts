import { expect, it } from "vitest";
import { lagOf, positionOf } from "./replica";

it("compares positions of the log over both of their parts", () => {
  expect(positionOf("0/16B3748")).toBe(0x16b3748n);
  expect(positionOf("2/0") > positionOf("1/FFFFFFFF")).toBe(true);
});

const marks = [
  { atMs: 1_000, position: 10n },
  { atMs: 2_000, position: 20n },
  { atMs: 3_000, position: 20n },
  { atMs: 4_000, position: 30n },
];

it.each([
  ["has everything", 30n, 0],
  ["is ahead of the last reading", 40n, 0],
  ["lacks the last write", 29n, 1_500],
  ["reached a position that did not change for a while", 20n, 1_500],
  ["is older", 10n, 3_500],
  ["is further behind than is known", 9n, null],
])("a replica that %s", (_what, position, lag) => {
  expect(lagOf(marks, position, 4_500)).toBe(lag);
});

it("is not known without a reading", () => expect(lagOf([], 1n, 0)).toBeNull());
