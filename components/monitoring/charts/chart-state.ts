import { type RangeName, rangeNames, ranges } from "@/lib/monitoring/charts/contract";

/**
 * What the charts of a page show: a range that ends now, or a part that was zoomed into. It is in the address, so that a link
 * shows the same.
 */
export type ShownPart = { range: RangeName } | { from: string; to: string };
export type ChartState = { part: ShownPart; isCompared: boolean };

const shortestMs = 2 * 60_000;
export const weekMs = 604_800_000;

/** From the query of an address; anything else is the last hour. Pure. */
export function readState(search: URLSearchParams): ChartState {
  const [from, to, range] = [search.get("from"), search.get("to"), search.get("range")];
  const isCompared = search.get("compare") === "week";
  const isPart = from !== null && to !== null && Date.parse(from) < Date.parse(to);
  const known = rangeNames.find((name) => name === range) ?? "1h";
  return { part: isPart ? { from, to } : { range: known }, isCompared };
}

/** Pure. */
export function writeState({ part, isCompared }: ChartState): string {
  return String(new URLSearchParams({ ...part, ...(isCompared ? { compare: "week" } : {}) }));
}

/** A part of at least two minutes around the chosen one. Pure. */
export function zoomed(fromMs: number, toMs: number): ShownPart {
  const missing = Math.max(0, shortestMs - (toMs - fromMs)) / 2;
  return { from: new Date(fromMs - missing).toISOString(), to: new Date(toMs + missing).toISOString() };
}

/** The times of a part. Pure. */
export function timesOf(part: ShownPart, nowMs: number): { fromMs: number; toMs: number } {
  if ("from" in part) return { fromMs: Date.parse(part.from), toMs: Date.parse(part.to) };
  return { fromMs: nowMs - ranges[part.range] * 1000, toMs: nowMs };
}
