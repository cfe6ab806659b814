/**
 * A family of figures for Prometheus (text format 0.0.4). Values are read from the database at scrape time, so that all
 * processes report the same; counters are rows that never decrease.
 */
export type MetricFamily = {
  name: string;
  type: "counter" | "histogram" | "gauge";
  help: string;
  samples: readonly Sample[];
};

/** `suffix`: of a histogram, as `_bucket`. */
export type Sample = { suffix?: string; labels?: Readonly<Record<string, string>>; value: number };

/** Rows of the table `counter`: the values of a counter by its label, which is empty where it has none. */
export type Counters = (name: string) => ReadonlyMap<string, number>;

/**
 * One sample for each possible value of a label, 0 where there is none: Prometheus sees no increase in a figure that
 * appears with its first count, and its alert would not fire. Values of `found` that are not expected are kept.
 */
export function samplesByLabel(
  label: string,
  expected: readonly string[],
  found: ReadonlyMap<string, number>,
): Sample[] {
  const values = new Set([...expected, ...found.keys()]);
  return [...values].map((value) => ({ labels: { [label]: value }, value: found.get(value) ?? 0 }));
}
