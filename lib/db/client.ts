import { Pool, type PoolClient, type PoolConfig } from "pg";
import { env } from "@/lib/core/env";
import type { PrismaClient } from "./generated/client";
import { type JoinedModels, lazyModels, loadPrisma, type Models, modelsOn } from "./models";
import { StatementTimes } from "./pool/statement-times";

/**
 * The connection pool and the Prisma client on top of it, one pair a process. Hot statements go to the pool as
 * prepared SQL. Both see the same database and the same limits.
 */
export type Database = {
  pool: Pool;
  /** Prisma's client; loaded at the first call, since a process that has it holds 40 to 60 MB more. */
  prisma(): Promise<PrismaClient>;
  /** Its models, each call on any connection of the pool. */
  models: Models;
  /**
   * Its models on a connection with an open transaction. Here, since Next bundles modules several times: the client and
   * what joins it must be of one bundle.
   */
  modelsOn(client: PoolClient): JoinedModels;
  /** What this process's statements took since it started. */
  times: StatementTimes;
  close(): Promise<void>;
};

/** How long a request waits for a connection; proxies usually wait a minute for the whole answer. */
export const waitForConnectionMs = 20_000;

/** Opens a pool; callers close it. */
export function openDatabase(options: {
  url: string;
  poolSize: number;
  applicationName: string;
  /** A pooler gives each transaction another connection: it knows no settings of a session. */
  isPooler?: boolean;
}): Database {
  const config: PoolConfig = {
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    // Also how long a statement waits for a connection when all are in use: a burst waits.
    connectionTimeoutMillis: waitForConnectionMs,
    idleTimeoutMillis: 60_000,
    // A statement that runs for 15 s is a failure: the panel answers 503 rather than wait. Behind a pooler, which refuses
    // the setting, it is one of the role (docs/DEPLOYMENT.md).
    ...(options.isPooler ? {} : { statement_timeout: 15_000 }),
    keepAlive: true,
  };
  const pool = new Pool(config);
  // An idle connection that breaks (database restart) must not end the process; the next query opens a new one.
  pool.on("error", () => {});
  countReleases(pool);
  const times = new StatementTimes();
  pool.on("connect", (connection) => times.follow(connection));
  let client: Promise<PrismaClient> | undefined;
  const prisma = () => {
    client ??= loadPrisma(pool);
    return client;
  };
  return {
    pool,
    prisma,
    models: lazyModels(prisma),
    times,
    modelsOn: (client) => modelsOn(client, prisma),
    async close() {
      await (await client)?.$disconnect();
      await pool.end();
    },
  };
}

/** Connections released, second by second: the base of Retry-After when the pool is busy. */
const givenBack = new WeakMap<Pool, { second: number; now: number; before: number }>();

function countReleases(pool: Pool): void {
  const counts = { second: 0, now: 0, before: 0 };
  givenBack.set(pool, counts);
  pool.on("release", () => {
    const second = Math.floor(Date.now() / 1000);
    if (second !== counts.second) {
      counts.before = second === counts.second + 1 ? counts.now : 0;
      counts.second = second;
      counts.now = 0;
    }
    counts.now++;
  });
}

/** Null while a connection is free; else the estimated seconds until all waiting callers have had one. */
export function poolBusySeconds(pool: Pool): number | null {
  const isFull = pool.totalCount >= pool.options.max && pool.idleCount === 0;
  if (!isFull) return null;
  const counts = givenBack.get(pool);
  const perSecond = Math.max(1, counts?.now ?? 0, counts?.before ?? 0);
  return Math.min(60, Math.max(1, Math.ceil(pool.waitingCount / perSecond)));
}

export const isBehindPooler = (): boolean => env().DATABASE_DIRECT_URL !== undefined;

/** The database past a pooler: for connections that listen, hold locks or change the schema. */
export const directDatabaseUrl = (): string => env().DATABASE_DIRECT_URL ?? env().DATABASE_URL;

// Next bundles server modules several times (pages, routes); the process still gets one pool.
const holder = globalThis as unknown as { lightnodeDatabase?: Database };

/** This process's database, opened at first use. */
export function database(): Database {
  holder.lightnodeDatabase ??= openDatabase({
    isPooler: isBehindPooler(),
    url: env().DATABASE_URL,
    poolSize: env().DATABASE_POOL_SIZE,
    applicationName: "lightnode",
  });
  return holder.lightnodeDatabase;
}
