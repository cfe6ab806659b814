import type { RedisClientType } from "@redis/client";
import { messageOf } from "@/lib/core/errors";
import { backoffDelay } from "@/lib/core/retry";

/**
 * Connections to the optional Redis (REDIS_URL). It holds counters of limits and passes live events on: nothing that
 * must survive. The library is loaded with the first connection, so a panel without Redis does not hold it.
 */
export type RedisConnection = RedisClientType;

type Options = {
  url: string;
  log: { warn(fields: object, message: string): void } | undefined;
  /** Called after each connection, the first one too. */
  onReady?(): void;
};

const commandMs = 2_000;

/**
 * Opens a connection, which connects again by itself for ever. Resolves after the first attempt; commands throw while
 * there is no connection.
 */
export async function openRedis({ url, log, onReady }: Options): Promise<RedisConnection> {
  const { createClient } = await import("@redis/client");
  const client: RedisConnection = createClient({
    url,
    // A command that waits for a connection would let a request wait for Redis.
    disableOfflineQueue: true,
    commandOptions: { timeout: commandMs },
    pingInterval: 10_000,
    socket: { connectTimeout: 2_000, reconnectStrategy: (attempt) => backoffDelay(attempt, 100, 2_000) },
  });
  let isLost = false;
  client.on("error", (error) => {
    if (!isLost) log?.warn({ reason: messageOf(error) }, "Redis cannot be reached; PostgreSQL does its work meanwhile");
    isLost = true;
  });
  client.on("ready", () => {
    isLost = false;
    onReady?.();
  });
  const firstAttempt = new Promise<void>((resolve) => {
    client.once("ready", resolve);
    client.once("error", () => resolve());
  });
  client.connect().catch(() => {
    // Reported by the event; `connect` rejects only when the client is closed.
  });
  await firstAttempt;
  return client;
}
