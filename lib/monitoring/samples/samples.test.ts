import { describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { metrics } from "../metrics/contract";
import { judgeTime, shiftOf, skewOf } from "./decide-times";
import { IngestQueue } from "./ingest-queue";

describe("times", () => {
  it.each([
    ["the way of the request", 1_500, null, 0, 0],
    ["a clock ahead", 33_000, null, 33_000, 30_000],
    ["a clock behind", -300_000, null, -300_000, -300_000],
    ["the same clock, measured again", 36_000, 33_000, 33_000, 30_000],
    ["a clock that was set", 0, 33_000, 0, 0],
    ["a clock that is far off", 600_000, null, 600_000, 0],
    ["one slow request", -12_000, 0, 0, 0],
    ["one slow request of a clock ahead", 20_000, 33_000, 33_000, 30_000],
  ])("%s", (_, difference, known, skew, shift) => {
    const found = skewOf(difference, known, []);
    expect([found, shiftOf(found) + 0]).toEqual([skew, shift]);
  });

  it.each([
    ["one slow request of five", [0, 0, 0, 0], -14_000, 0],
    ["a clock that drifts", [0, 6_000, 7_000, 7_000], 7_000, 7_000],
    ["one of two", [12_000], 0, 0],
  ])("%s", (_, recent, difference, skew) => {
    expect(skewOf(difference, 0, recent)).toBe(skew);
  });

  const now = 1_000 * 3_600_000;
  it.each([
    [0, "stored"],
    [60_000, "stored"],
    [60_001, "future"],
    [-47 * 3_600_000, "stored"],
    [-47 * 3_600_000 - 1, "old"],
    [Number.NaN, "future"],
  ])("a sample of now %i is %s", (difference, verdict) => {
    expect(judgeTime(now + difference, now)).toBe(verdict);
  });
});

describe("the queue", () => {
  it("stores at once while idle, and together what arrives meanwhile", async () => {
    const batches: number[][] = [];
    let most = 0;
    let running = 0;
    const queue = new IngestQueue<number>(
      async (items) => {
        most = Math.max(most, ++running);
        batches.push([...items]);
        await sleep(5);
        running--;
      },
      { mostInBatch: 4 },
    );
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((item) => queue.add([item])));
    expect(batches.flat().sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(batches.slice(0, 2)).toEqual([[1], [2]]);
    expect(batches[2]).toEqual([3, 4, 5, 6]);
    expect(most).toBe(2);
  });

  it("passes a failure to those whose items it has, and goes on", async () => {
    const queue = new IngestQueue<number>(async (items) => {
      if (items.includes(1)) throw new Error("no");
    });
    await expect(queue.add([1])).rejects.toThrow("no");
    await expect(queue.add([2])).resolves.toBeUndefined();
  });

  it("refuses what it cannot hold", async () => {
    const queue = new IngestQueue<number>(() => sleep(5), { running: 1, mostWaiting: 2 });
    const first = queue.add([1]);
    const second = queue.add([2, 3]);
    await expect(queue.add([4])).rejects.toMatchObject({ code: "database_busy" });
    await Promise.all([first, second]);
  });
});

it("has each metric and column once", () => {
  for (const key of ["name", "column"] as const) {
    expect(new Set(metrics.map((metric) => metric[key])).size).toBe(metrics.length);
  }
});
