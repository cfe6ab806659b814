import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { openRedis, type RedisConnection } from "@/lib/redis/connection";
import type { RateCounters } from "./counters";
import { postgresCounters } from "./postgres-counters";
import { redisCounters } from "./redis-counters";

// Next bundles server modules several times; the process still gets one connection.
const holder = globalThis as unknown as { lightnodeLimits?: Promise<RedisConnection> };

/** Counters of this process: in Redis where there is one and it answers, else in PostgreSQL. */
export async function rateCounters(): Promise<RateCounters> {
  const { REDIS_URL: url } = env();
  if (!url) return postgresCounters;
  holder.lightnodeLimits ??= openRedis({ url, log: createLogger("redis", env().LOG_LEVEL) });
  const client = await holder.lightnodeLimits;
  return client.isReady ? withFallback(redisCounters(client)) : postgresCounters;
}

/** Redis that ends in the middle of a request must not refuse it. Both count from zero when the other takes over. */
function withFallback(counters: RateCounters): RateCounters {
  return {
    count: (...given) => counters.count(...given).catch(() => postgresCounters.count(...given)),
    read: (...given) => counters.read(...given).catch(() => postgresCounters.read(...given)),
    uncount: (...given) => counters.uncount(...given).catch(() => postgresCounters.uncount(...given)),
  };
}

/** Closes the connection; for processes that end. */
export async function closeCounters(): Promise<void> {
  const client = await holder.lightnodeLimits;
  holder.lightnodeLimits = undefined;
  client?.destroy();
}
