import { PrismaPg } from "@prisma/adapter-pg";
import { Pool, type PoolConfig } from "pg";
import { env } from "@/lib/core/env";
import { PrismaClient } from "./generated/client";

/**
 * The connection pool and the Prisma client on top of it, one pair a process. Hot statements go to the pool as
 * prepared SQL; everything else goes through Prisma. Both see the same database and the same limits.
 */
export type Database = { pool: Pool; prisma: PrismaClient };

/** Opens a pool; callers close it with {@link closeDatabase}. */
export function openDatabase(options: { url: string; poolSize: number; applicationName: string }): Database {
  const config: PoolConfig = {
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    // A statement that runs for 15 s has gone wrong: the panel answers 503 rather than wait.
    statement_timeout: 15_000,
    keepAlive: true,
  };
  const pool = new Pool(config);
  // An idle connection that breaks (database restart) must not end the process; the next query opens a new one.
  pool.on("error", () => {});
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.prisma.$disconnect();
  await database.pool.end();
}

// Next bundles server modules several times (pages, routes); the process still gets one pool.
const holder = globalThis as unknown as { lightnodeDatabase?: Database };

/** This process's database, opened at first use. */
export function database(): Database {
  holder.lightnodeDatabase ??= openDatabase({
    url: env().DATABASE_URL,
    poolSize: env().DATABASE_POOL_SIZE,
    applicationName: "lightnode",
  });
  return holder.lightnodeDatabase;
}
