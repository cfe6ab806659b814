import { z } from "zod";
import type { RedisConnection } from "@/lib/redis/connection";
import type { RateCounters } from "./counters";

const prefix = "lightnode:limit:";

/** Brings the window of a key up to the clock of Redis: its start, both counters and its age. */
const roll = `
  local time = redis.call('TIME')
  local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
  local window = tonumber(ARGV[1])
  local start = math.floor(now / window) * window
  local held = redis.call('HMGET', KEYS[1], 'start', 'count', 'previous')
  local count, previous = tonumber(held[2]) or 0, tonumber(held[3]) or 0
  local heldStart = tonumber(held[1])
  if heldStart == start - window then previous, count = count, 0
  elseif heldStart ~= start then previous, count = 0, 0 end
  local elapsed = now - start`;

const keep = `
  redis.call('HSET', KEYS[1], 'start', start, 'count', count, 'previous', previous)
  redis.call('PEXPIRE', KEYS[1], math.ceil(window * 2000))`;

/** As `countWithinLimit` of rate-limit.sql.ts. A script runs alone, so no two requests see the same count. */
const countScript = `${roll}
  local size, limit = tonumber(ARGV[2]), tonumber(ARGV[3])
  local admitted = 0
  if count + previous * math.max(0, 1 - elapsed / window) + size <= limit then
    count = count + size
    admitted = 1
  end
  ${keep}
  return {count, previous, tostring(elapsed), admitted}`;

const readScript = `${roll}
  return {count, previous, tostring(elapsed), 0}`;

/** The window's length is not known here: the counter is lowered as it is. */
const uncountScript = `
  local count = tonumber(redis.call('HGET', KEYS[1], 'count'))
  if count then redis.call('HSET', KEYS[1], 'count', math.max(0, count - tonumber(ARGV[1]))) end
  return 0`;

const answer = z.tuple([z.number(), z.number(), z.coerce.number(), z.number()]);

/** Counters in Redis: one script for each request, and no write to PostgreSQL. */
export function redisCounters(client: Pick<RedisConnection, "eval">): RateCounters {
  const run = async (script: string, key: string, values: number[]) =>
    client.eval(script, { keys: [`${prefix}${key}`], arguments: values.map(String) });
  const windowOf = ([count, previousCount, elapsed]: z.output<typeof answer>) => ({ count, previousCount, elapsed });
  return {
    async count(key, windowSeconds, size, limit) {
      const given = answer.parse(await run(countScript, key, [windowSeconds, size, limit]));
      return { ...windowOf(given), admitted: given[3] === 1 };
    },
    async read(key, windowSeconds) {
      const { count, previousCount, elapsed } = windowOf(answer.parse(await run(readScript, key, [windowSeconds])));
      return count + previousCount > 0 ? { count, previousCount, elapsed } : null;
    },
    async uncount(key, requests) {
      await run(uncountScript, key, [requests]);
    },
  };
}
