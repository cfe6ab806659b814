import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";

/**
 * Sliding-window limits, counted in PostgreSQL and therefore the same in every process. The window is a counter with a
 * weighted share of the previous one: never more than the limit in any window, to within the evenness of the traffic.
 */
export type LimitClass = {
  name: string;
  limit: number;
  windowSeconds: number;
  /** Counted in blocks of a hundredth, where calls are many and cheap: not each of them writes. */
  inBlocks?: true;
};

/** The classes of API.md. */
export const limitClasses = {
  general: { name: "general", limit: 100, windowSeconds: 60 },
  signIn: { name: "sign-in", limit: 5, windowSeconds: 900 },
  /** Where detection slows sign-ins down: a network and an account. */
  slowed: { name: "slowed", limit: 1, windowSeconds: 60 },
  factor: { name: "factor", limit: 10, windowSeconds: 3600 },
  sensitive: { name: "sensitive", limit: 10, windowSeconds: 60 },
  /** Of one executor: whole configurations (304 is free), and what it reports by itself. */
  executorConfig: { name: "executor-config", limit: 10, windowSeconds: 60, inBlocks: true },
  executorHeartbeat: { name: "executor-heartbeat", limit: 60, windowSeconds: 60, inBlocks: true },
  executorCall: { name: "executor-call", limit: 600, windowSeconds: 60, inBlocks: true },
  executorEnrol: { name: "executor-enrol", limit: 60, windowSeconds: 60 },
  /** Of an address: the program is a few megabytes. */
  executorProgram: { name: "executor-program", limit: 20, windowSeconds: 60 },
  executorBatch: { name: "executor-batch", limit: 10, windowSeconds: 3600 },
  keyManagement: { name: "key-management", limit: 20, windowSeconds: 3600 },
} as const satisfies Record<string, LimitClass>;

export type LimitState = { limit: number; remaining: number; resetSeconds: number; exceeded: boolean };

// One statement: roll the window on, count this request, and return both counters. A refused request counts too, so that
// hammering keeps a caller out.
const countStatement = `
  INSERT INTO rate_limit_window AS w (key, window_start, count, previous_count)
  VALUES ($1, to_timestamp(floor(extract(epoch FROM now()) / $2) * $2), $3, 0)
  ON CONFLICT (key) DO UPDATE SET
    previous_count = CASE WHEN w.window_start = excluded.window_start THEN w.previous_count
                          WHEN w.window_start = excluded.window_start - make_interval(secs => $2) THEN w.count ELSE 0 END,
    count = CASE WHEN w.window_start = excluded.window_start THEN w.count + $3 ELSE $3 END,
    window_start = excluded.window_start
  RETURNING count, previous_count AS "previousCount", extract(epoch FROM now() - window_start)::float8 AS elapsed`;

/** Weighted count of the last full window. Pure. */
export function weigh(count: number, previousCount: number, elapsedSeconds: number, windowSeconds: number): number {
  return count + previousCount * Math.max(0, 1 - elapsedSeconds / windowSeconds);
}

/** Counted in the database already and not used yet, by this process; gone with the window. */
type Block = { left: number; untilMs: number; state: LimitState };
const blocks = new Map<string, Block>();
const maxBlocks = 20_000;

/**
 * Counts one request of `subject`; never throws `rate_limited` itself. Of a class in blocks a process may leave a block
 * unused, and none allows more than the limit.
 */
export async function countRequest(limitClass: LimitClass, subject: string): Promise<LimitState> {
  const limit = Math.max(1, Math.floor(limitClass.limit * env().RATE_LIMIT_FACTOR));
  const size = limitClass.inBlocks ? Math.max(1, Math.floor(limit / 100)) : 1;
  const key = `${limitClass.name}:${subject}`;
  const block = blocks.get(key);
  if (block && block.state.limit === limit && block.left > 0 && Date.now() < block.untilMs) {
    block.left--;
    return { ...block.state, remaining: block.state.remaining + block.left };
  }
  // Not in the last second: a block is gone with its window.
  const leftMs = limitClass.windowSeconds * 1000 - (Date.now() % (limitClass.windowSeconds * 1000));
  if (size === 1 || leftMs < 1_500) return countInDatabase(limitClass, key, limit, 1);
  const state = await countInDatabase(limitClass, key, limit, size);
  // A refused request counts as one.
  if (state.exceeded) await takeBack(key, size - 1);
  else {
    const oldest = blocks.keys().next();
    blocks.delete(key);
    if (blocks.size >= maxBlocks && !oldest.done) blocks.delete(oldest.value);
    blocks.set(key, { left: size - 1, untilMs: Date.now() + state.resetSeconds * 1000 - 1000, state });
  }
  return state.exceeded ? state : { ...state, remaining: state.remaining + size - 1 };
}

async function countInDatabase(limitClass: LimitClass, key: string, limit: number, size: number): Promise<LimitState> {
  const row = await sql().row<{ count: number; previousCount: number; elapsed: number }>(
    countStatement,
    [key, limitClass.windowSeconds, size],
    "rate_limit_count",
  );
  const elapsed = row?.elapsed ?? 0;
  const used = weigh(row?.count ?? 0, row?.previousCount ?? 0, elapsed, limitClass.windowSeconds);
  return {
    limit,
    remaining: Math.max(0, Math.floor(limit - used)),
    resetSeconds: Math.max(1, Math.ceil(limitClass.windowSeconds - elapsed)),
    exceeded: used > limit,
  };
}

/** Takes a counted request back: a right password is no attempt at guessing. */
export async function forgiveRequest(limitClass: LimitClass, subject: string): Promise<void> {
  await takeBack(`${limitClass.name}:${subject}`, 1);
}

async function takeBack(key: string, requests: number): Promise<void> {
  await sql().run("UPDATE rate_limit_window SET count = greatest(0, count - $2::int) WHERE key = $1", [key, requests]);
}

/** Throws `rate_limited` when the subject is over the limit already, and counts nothing. */
export async function refuseWhenOver(limitClass: LimitClass, subject: string): Promise<void> {
  const limit = Math.max(1, Math.floor(limitClass.limit * env().RATE_LIMIT_FACTOR));
  const row = await sql().row<{ used: number; left: number }>(
    `SELECT count + previous_count * greatest(0, 1 - age / $2)::float8 AS used, greatest(1, $2 - age)::float8 AS left
     FROM (SELECT count, previous_count, extract(epoch FROM now() - window_start)::float8 AS age
           FROM rate_limit_window WHERE key = $1) AS w WHERE age < $2`,
    [`${limitClass.name}:${subject}`, limitClass.windowSeconds],
  );
  if (row && row.used >= limit) throw coreErrors.rate_limited({ retryAfterSeconds: Math.ceil(row.left) });
}

/** Counts the request and throws `rate_limited` when it is one too many. */
export async function enforceLimit(limitClass: LimitClass, subject: string, headers?: Headers): Promise<void> {
  const state = await countRequest(limitClass, subject);
  headers?.set("ratelimit-limit", String(state.limit));
  headers?.set("ratelimit-remaining", String(state.remaining));
  headers?.set("ratelimit-reset", String(state.resetSeconds));
  if (state.exceeded) throw coreErrors.rate_limited({ retryAfterSeconds: state.resetSeconds });
}

/** Removes counters that no longer count. */
export async function purgeLimits(): Promise<void> {
  await sql().run("DELETE FROM rate_limit_window WHERE window_start < now() - interval '2 hours'");
}
