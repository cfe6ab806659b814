import { sql } from "@/lib/db/transaction";

/**
 * Over how long a fleet that lost the panel comes back: a thousand at once would be a flood, and one alone need not wait.
 * Counted every ten seconds, in the background, and rounded to powers of two, so that it rarely changes anybody's answer.
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

/** A process that just started knows no fleet: until it was counted once nobody is told to come back in an instant. */
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
    // What was counted before will do until the next time.
  }
}

/** How many executors were heard within a day. */
export async function executorsOfToday(): Promise<number> {
  const row = await sql().row<{ n: number }>(
    "SELECT count(*)::int AS n FROM executor WHERE revoked_at IS NULL AND last_seen_at > now() - interval '1 day'",
    [],
  );
  return row?.n ?? 0;
}
