/**
 * Points of equal width from samples or averages: average, lowest and highest of each, and null where there is nothing. A
 * sample of ten seconds is visible in the point that contains it, at every width.
 */
export type Part = { count: number; average: number; lowest: number; highest: number };

export class Buckets {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly size: number;
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;
  readonly #lowest: Float64Array;
  readonly #highest: Float64Array;

  constructor(fromMs: number, toMs: number, stepMs: number) {
    this.stepMs = stepMs;
    this.fromMs = Math.floor(fromMs / stepMs) * stepMs;
    this.size = Math.max(1, Math.ceil((toMs - this.fromMs) / stepMs));
    this.#counts = new Float64Array(this.size);
    this.#sums = new Float64Array(this.size);
    this.#lowest = new Float64Array(this.size).fill(Number.POSITIVE_INFINITY);
    this.#highest = new Float64Array(this.size).fill(Number.NEGATIVE_INFINITY);
  }

  addSample(atMs: number, value: number): void {
    this.addPart(atMs, { count: 1, average: value, lowest: value, highest: value });
  }

  /** Several samples whose first is at `atMs`. */
  addPart(atMs: number, { count, average, lowest, highest }: Part): void {
    const place = Math.floor((atMs - this.fromMs) / this.stepMs);
    if (place < 0 || place >= this.size || !Number.isFinite(average)) return;
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
    this.#sums[place] = (this.#sums[place] ?? 0) + average * count;
    this.#lowest[place] = Math.min(this.#lowest[place] ?? lowest, lowest);
    this.#highest[place] = Math.max(this.#highest[place] ?? highest, highest);
  }

  get isEmpty(): boolean {
    return this.#counts.every((count) => count === 0);
  }

  series(): { average: (number | null)[]; lowest: (number | null)[]; highest: (number | null)[] } {
    const pick = (value: (place: number) => number) =>
      Array.from(this.#counts, (count, place) => (count === 0 ? null : short(value(place))));
    return {
      average: pick((place) => (this.#sums[place] ?? 0) / (this.#counts[place] ?? 1)),
      lowest: pick((place) => this.#lowest[place] ?? 0),
      highest: pick((place) => this.#highest[place] ?? 0),
    };
  }

  times(): number[] {
    return Array.from({ length: this.size }, (_, place) => this.fromMs + place * this.stepMs);
  }
}

/** Seven digits, as many as are stored: the answer is a third shorter. */
const short = (value: number) => Number(value.toPrecision(7));
