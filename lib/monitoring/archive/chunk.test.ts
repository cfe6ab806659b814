import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metrics, placeOf } from "../metrics/contract";
import { decodeChunk, encodeChunk, type StoredRow } from "./chunk";

const every = new Set(metrics.map((_, place) => place));

/** Whole multiples of each metric's step, as the ingest rounds them; null now and then. */
const reading = (step: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -1_000, max: 1_000_000_000 }).map((whole) => divided(whole, step)) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
const divided = (whole: number, step: number) => (step < 1 ? whole / Math.round(1 / step) : whole * step);
const row = fc.tuple(fc.integer({ min: 1, max: 60_000 }), ...metrics.map(({ step }) => reading(step)));

function rowsOf(drawn: (readonly (number | null)[])[]): StoredRow[] {
  let atMs = 1_795_000_000_000;
  return drawn.map(([gap, ...readings]) => {
    atMs += gap ?? 1;
    return { atMs, readings };
  });
}

describe("a chunk", () => {
  it("gives back every time and reading", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (drawn) => {
        const rows = rowsOf(drawn);
        const { times, columns } = decodeChunk(encodeChunk(rows), every);
        expect(times).toEqual(rows.map(({ atMs }) => atMs));
        for (const place of every) {
          const values = columns.get(place) ?? rows.map(() => null);
          expect(values).toEqual(rows.map(({ readings }) => readings[place] ?? null));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("keeps the asked columns only", () => {
    const readings = metrics.map((_, place) => place);
    const cpu = placeOf("cpu.percent") ?? 0;
    const { columns } = decodeChunk(encodeChunk([{ atMs: 1, readings }]), new Set([cpu]));
    expect([...columns.keys()]).toEqual([cpu]);
  });

  it("has few bytes for each sample of a quiet machine", () => {
    const rows = Array.from({ length: 360 }, (_, index) => ({
      atMs: 1_795_000_000_000 + index * 10_000,
      readings: metrics.map(({ step }, place) => ((place * 7 + (index % 5)) % 50) * step),
    }));
    expect(encodeChunk(rows).length / rows.length).toBeLessThan(26);
  });

  it.each([
    ["another format", Buffer.from([9, 1, 0])],
    ["a cut end", encodeChunk(rowsOf([[1, ...metrics.map(() => 1)]])).subarray(0, 20)],
  ])("of %s is an error, not data", (_, data) => {
    expect(() => decodeChunk(data, every)).toThrow();
  });
});
