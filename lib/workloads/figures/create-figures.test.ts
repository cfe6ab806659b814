import { describe, expect, it } from "vitest";
import { type EndedCreate, summariseCreates } from "./create-figures";

const now = Date.parse("2026-03-02T10:20:00Z");

function create(minutesAgo: number, seconds: number, errorCode: string | null = null): EndedCreate {
  const finishedAt = new Date(now - minutesAgo * 60_000);
  const createdAt = new Date(finishedAt.getTime() - seconds * 1_000);
  return { state: errorCode === null ? "succeeded" : "failed", createdAt, finishedAt, errorCode };
}

describe("the figures about creates", () => {
  it("are empty without any", () => {
    const { hours, ...figures } = summariseCreates([], now);
    expect(figures).toEqual({ created: 0, failed: 0, medianMs: null, slowestMs: null, errors: [] });
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toEqual({ at: "2026-03-02T10:00:00.000Z", created: 0, failed: 0 });
    expect(hours[0]?.at).toBe("2026-03-01T11:00:00.000Z");
  });

  it("count, take the median of the times, and sort errors by their number", () => {
    const ended = [
      create(5, 4),
      create(30, 1),
      create(100, 3),
      create(23 * 60, 2),
      create(1, 9, "no_capacity"),
      create(2, 9, "engine_timeout"),
      create(70, 9, "engine_timeout"),
    ];
    const figures = summariseCreates(ended, now);
    expect(figures).toMatchObject({ created: 4, failed: 3, medianMs: 2_500, slowestMs: 4_000 });
    expect(figures.errors).toEqual([
      { code: "engine_timeout", count: 2 },
      { code: "no_capacity", count: 1 },
    ]);
    expect(figures.hours.at(-1)).toMatchObject({ created: 1, failed: 2 });
    expect(figures.hours.at(-2)).toMatchObject({ created: 1, failed: 1 });
    expect(summariseCreates([create(5, 4), create(5, 1), create(5, 2)], now).medianMs).toBe(2_000);
  });
});
