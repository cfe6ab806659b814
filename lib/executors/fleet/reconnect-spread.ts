import { sql } from "@/lib/db/transaction";
import { countOfToday } from "./heartbeat.sql";

/**
 * The time over which a fleet that lost the panel reconnects: a thousand at once would be a flood, a single one need
 * not wait. Counted every ten seconds, in the background, and rounded to powers of two, so that it rarely changes an
 * answer.
 */
const perExecutorMs = 32;
const everyMs = 10_000;

let spreadMs = 1_000;
let countedAtMs = Number.NEGATIVE_INFINITY;
let first: Promise<void> | undefined;

/** Milliseconds; between one second and one minute. Pure. */
export function spreadFor(executors: number): number {
  const rounded = 2 ** Math.ceil(Math.log2(Math.max(1, executors)));
  return Math.min(60_000, Math.max(1_000, rounded * perExecutorMs));
}

export function reconnectSpreadMs(nowMs = Date.now()): number {
  if (nowMs - countedAtMs > everyMs) {
    countedAtMs = nowMs;
    void recount();
  }
  return spreadMs;
}

/** Default until the first count after a start: large enough that a fleet does not reconnect at once. */
export function fleetCounted(): Promise<void> {
  if (first) return first;
  countedAtMs = Date.now();
  first = recount();
  return first;
}

async function recount(): Promise<void> {
  try {
    spreadMs = spreadFor(await executorsOfToday());
  } catch {
    // The last count is used until the next one.
  }
}

/** Number of executors with a heartbeat within a day. */
export async function executorsOfToday(): Promise<number> {
  return (await sql().row(countOfToday))?.count ?? 0;
}
