import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { limitClasses } from "../generated/limit-classes";
import type { Window } from "./counters/counters";
import { rateCounters } from "./counters/open-counters";
import { purgeWindows } from "./rate-limit.sql";

/**
 * Sliding-window limits, counted in one place for all processes: PostgreSQL, or Redis where there is one. The window is a counter with a
 * weighted share of the previous one: never more than the limit in any window, to within the evenness of the traffic.
 */
export type LimitClass = {
  name: string;
  limit: number;
  windowSeconds: number;
  /** Counted in blocks of a hundredth, where calls are many and cheap: not each of them writes. */
  inBlocks?: true;
};

export { limitClasses };

export type LimitState = { limit: number; remaining: number; resetSeconds: number; exceeded: boolean };

/** Weighted count of the last full window. Pure. */
export function weigh(count: number, previousCount: number, elapsedSeconds: number, windowSeconds: number): number {
  return count + previousCount * Math.max(0, 1 - elapsedSeconds / windowSeconds);
}

/**
 * Seconds until `requests` more are within `limit`, without further requests in between; 0 when they are now. `elapsed`
 * is the age of the current window in seconds. Pure.
 */
export function secondsUntilAllowed(window: Window, limit: number, windowSeconds: number, requests = 1): number {
  const { count, previousCount, elapsed } = window;
  const available = limit - requests;
  if (weigh(count, previousCount, elapsed, windowSeconds) <= available) return 0;
  // Within this window the share of the previous one has to shrink; else the next window has to begin and ours to
  // shrink.
  if (count <= available) return windowSeconds * (1 - (available - count) / previousCount) - elapsed;
  return windowSeconds - elapsed + windowSeconds * Math.max(0, 1 - available / count);
}

/** Counted already and not used yet, by this process; dropped with the window. */
type Block = { left: number; untilMs: number; state: LimitState };
const blocks = new Map<string, Block>();
const maxBlocks = 20_000;

function limitOf(limitClass: LimitClass): number {
  // The counters are PostgreSQL's integers.
  return Math.min(2_000_000_000, Math.max(1, Math.floor(limitClass.limit * env().RATE_LIMIT_FACTOR)));
}

/**
 * Counts one request of `subject`; never throws `rate_limited` itself. Of a class in blocks a process may leave a block
 * unused, and none allows more than the limit.
 */
export async function countRequest(limitClass: LimitClass, subject: string): Promise<LimitState> {
  const limit = limitOf(limitClass);
  const size = limitClass.inBlocks ? Math.max(1, Math.floor(limit / 100)) : 1;
  const key = `${limitClass.name}:${subject}`;
  const block = blocks.get(key);
  if (block && block.state.limit === limit && block.left > 0 && Date.now() < block.untilMs) {
    block.left--;
    return { ...block.state, remaining: block.state.remaining + block.left };
  }
  // Not in the last second: a block ends with its window.
  const leftMs = limitClass.windowSeconds * 1000 - (Date.now() % (limitClass.windowSeconds * 1000));
  if (size === 1 || leftMs < 1_500) return countInStore(limitClass, key, limit, 1);
  const state = await countInStore(limitClass, key, limit, size);
  if (state.exceeded) return countInStore(limitClass, key, limit, 1);
  const oldest = blocks.keys().next();
  blocks.delete(key);
  if (blocks.size >= maxBlocks && !oldest.done) blocks.delete(oldest.value);
  blocks.set(key, { left: size - 1, untilMs: Date.now() + state.resetSeconds * 1000 - 1000, state });
  return { ...state, remaining: state.remaining + size - 1 };
}

async function countInStore(limitClass: LimitClass, key: string, limit: number, size: number): Promise<LimitState> {
  const known = refusedUntil(key, limit);
  if (known) return known;
  const { windowSeconds } = limitClass;
  const row = await (await rateCounters()).count(key, windowSeconds, size, limit);
  const exceeded = !row.admitted;
  // Rounded up, and a little later than the exact moment: the next request must not be a fraction too early.
  const wait = exceeded ? secondsUntilAllowed(row, limit, windowSeconds, size) + 0.05 : windowSeconds - row.elapsed;
  const state = {
    limit,
    remaining: Math.max(0, Math.floor(limit - weigh(row.count, row.previousCount, row.elapsed, windowSeconds))),
    resetSeconds: Math.max(1, Math.ceil(wait)),
    exceeded,
  };
  if (exceeded && size === 1) rememberRefusal(key, state);
  return state;
}

/** Subjects that were refused many times within this second: the rest of a flood costs no statements. */
const refusals = new Map<string, { state: LimitState; sinceMs: number; times: number }>();
const refusalMs = 900;
const refusalsCounted = 20;

function refusedUntil(key: string, limit: number): LimitState | null {
  const refusal = refusals.get(key);
  if (!refusal) return null;
  if (Date.now() - refusal.sinceMs > refusalMs || refusal.state.limit !== limit) refusals.delete(key);
  else if (refusal.times >= refusalsCounted) return refusal.state;
  return null;
}

function rememberRefusal(key: string, state: LimitState): void {
  if (refusals.size >= maxBlocks) refusals.clear();
  const { sinceMs, times } = refusals.get(key) ?? { sinceMs: Date.now(), times: 0 };
  // One second more than counted covers the time that the state is remembered for.
  refusals.set(key, { state: { ...state, resetSeconds: state.resetSeconds + 1 }, sinceMs, times: times + 1 });
}

/** Uncounts a request: a correct password is no guessing attempt. */
export async function uncountRequest(limitClass: LimitClass, subject: string): Promise<void> {
  await takeBack(`${limitClass.name}:${subject}`, 1);
}

async function takeBack(key: string, requests: number): Promise<void> {
  refusals.delete(key);
  await (await rateCounters()).uncount(key, requests);
}

/** Seconds until one request of `subject` is within the limit; 0 when it is now. Counts nothing. */
export async function waitOf(limitClass: LimitClass, subject: string): Promise<number> {
  const limit = limitOf(limitClass);
  const row = await (await rateCounters()).read(`${limitClass.name}:${subject}`, limitClass.windowSeconds);
  const seconds = row ? secondsUntilAllowed(row, limit, limitClass.windowSeconds) : 0;
  return seconds > 0 ? Math.ceil(seconds + 0.05) : 0;
}

/** Throws `rate_limited` when the subject is over the limit already, and counts nothing. */
export async function refuseWhenOver(limitClass: LimitClass, subject: string): Promise<void> {
  const seconds = await waitOf(limitClass, subject);
  if (seconds > 0) throw coreErrors.rate_limited({ retryAfterSeconds: seconds });
}

/** Counts the request and throws `rate_limited` when it is one too many. */
export async function enforceLimit(limitClass: LimitClass, subject: string, headers?: Headers): Promise<void> {
  await enforceLimits([{ limitClass, subject }], headers);
}

/**
 * Counts a request that several limits apply to. When one refuses, none has counted it, and `Retry-After` is the
 * longest of their times. The headers show the limit that has the least left.
 */
export async function enforceLimits(
  applied: { limitClass: LimitClass; subject: string }[],
  headers?: Headers,
): Promise<void> {
  const states: LimitState[] = [];
  for (const { limitClass, subject } of applied) states.push(await countRequest(limitClass, subject));
  const [tightest] = [...states].sort((a, b) => Number(b.exceeded) - Number(a.exceeded) || a.remaining - b.remaining);
  if (!tightest) return;
  const refused = states.filter(({ exceeded }) => exceeded);
  const wait = Math.max(...(refused.length > 0 ? refused : [tightest]).map(({ resetSeconds }) => resetSeconds));
  headers?.set("ratelimit-limit", String(tightest.limit));
  headers?.set("ratelimit-remaining", String(tightest.remaining));
  headers?.set("ratelimit-reset", String(wait));
  if (refused.length === 0) return;
  for (const [index, { limitClass, subject }] of applied.entries()) {
    if (!states[index]?.exceeded) await uncountRequest(limitClass, subject);
  }
  throw coreErrors.rate_limited({ retryAfterSeconds: wait });
}

/** Removes counters that no longer count. */
export async function purgeLimits(): Promise<void> {
  await sql().run(purgeWindows);
}
