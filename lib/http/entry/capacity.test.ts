import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { HashingCapacity } from "./capacity";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("refuses what does not fit of a burst before the work for the others begins", () => {
  const capacity = new HashingCapacity();
  const started: number[] = [];
  const places = Array.from({ length: 60 }, (_, n) => capacity.enter(() => started.push(n)));
  expect(places.filter((place) => typeof place === "number")).toHaveLength(20);
  expect(started).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(started).toEqual([0, 1, 2, 3]);
});

it("begins the next one when one is over, and forgets one whose client left", () => {
  const capacity = new HashingCapacity();
  const started: number[] = [];
  const places = Array.from({ length: 7 }, (_, n) => capacity.enter(() => started.push(n)));
  vi.advanceTimersByTime(50);
  const over = (n: number) => {
    const place = places[n];
    if (typeof place === "function") place();
    vi.advanceTimersByTime(1);
  };
  over(4);
  over(0);
  expect(started).toEqual([0, 1, 2, 3, 5]);
});
