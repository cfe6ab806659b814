import { describe, expect, it } from "vitest";
import { LostLines } from "./lost-lines";

const epoch = Date.parse("2026-11-26T12:00:00Z");

type Reading = { atMs: number; readMs: number };

/** One line of 1,000 characters each 0.1 ms from `fromMs` on: 10.8 MB a second. `readLateMs`: 0 is at once. */
function flood(fromMs: number, lengthMs: number, readLateMs: number): Reading[] {
  return Array.from({ length: lengthMs * 10 }, (_, index) => {
    const atMs = fromMs + Math.floor(index / 10);
    return { atMs, readMs: atMs + readLateMs };
  });
}

/** The times of the lines before which lines may be lost; `clockMs`: how far the engine's clock goes before ours. */
function marksOf(attachedMs: number, lines: Reading[], clockMs = 0): number[] {
  const lost = new LostLines();
  lost.attach(epoch + attachedMs);
  const isMarked = ({ atMs, readMs }: Reading) =>
    lost.note({ atMs: epoch + clockMs + atMs, characters: 1_000 }, epoch + readMs);
  return lines.filter(isMarked).map(({ atMs }) => atMs);
}

describe("lost lines", () => {
  it.each([0, 3_000, -3_000, 40_000, -40_000])(
    "are noticed when a late reader meets a jump, with an engine's clock %d ms before ours",
    (clockMs) => {
      const lines = [...flood(0, 1_000, 1), ...flood(1_000, 1_000, 700), ...flood(2_500, 500, 250)];
      expect(marksOf(-5_000, lines, clockMs)).toEqual([2_500]);
    },
  );

  it("are noticed as often as a slow reader loses a file", () => {
    const lines = [0, 850, 1_700, 2_550].flatMap((fromMs) => flood(fromMs, 285, 600));
    expect(marksOf(0, lines)).toEqual([850, 1_700, 2_550]);
  });

  it("are none when a flood ends and the game says something later", () => {
    const late = [...flood(0, 1_000, 300), { atMs: 2_000, readMs: 2_001 }, { atMs: 9_000, readMs: 9_001 }];
    expect(marksOf(0, late)).toEqual([]);
    expect(marksOf(0, [...flood(0, 1_000, 1), ...flood(1_100, 1_000, 1)])).toEqual([]);
  });

  it("are none in what was there before: history and what came while nobody was attached", () => {
    const readAt = (list: Reading[], readMs: number) => list.map(({ atMs }) => ({ atMs, readMs }));
    const past = readAt([...flood(0, 1_000, 0), ...flood(1_500, 1_000, 0), ...flood(4_000, 1_000, 0)], 5_000);
    expect(marksOf(5_000, past)).toEqual([]);
    expect(marksOf(5_000, [...past, ...flood(5_000, 1_000, 1)])).toEqual([]);
    expect(marksOf(3_600_000, readAt(past, 3_600_000))).toEqual([]);
  });

  it("are none where a game writes little, however late it is read", () => {
    const lines = Array.from({ length: 300 }, (_, index) => ({ atMs: index * 200, readMs: index * 200 + 2_000 }));
    expect(marksOf(0, lines)).toEqual([]);
  });
});
