/**
 * Samples of monitoring: most of the rows, and replaced within days. Their averages of ten minutes and of hours stay in.
 * `metric_open_hour` lists hours whose samples are to be packed, which would be missing.
 */
const sampleTables = new Set(["metric_raw", "metric_chunk"]);

type Table = { name: string; parent: string | null };

/** Whether a backup without metrics has no rows of this table. Pure. */
export function isLeftOut({ name, parent }: Table, withMetrics: boolean): boolean {
  return !withMetrics && (sampleTables.has(parent ?? name) || name === "metric_open_hour");
}
