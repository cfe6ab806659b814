import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { database } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";
import { advise } from "./advise";
import type { DatabaseStatus } from "./contract";
import { readCatalogue } from "./database-status.sql";

const shownStatements = 20;

/** What the database and this process's pool look like now, and what to do about it. */
export async function readDatabaseStatus(actor: Actor): Promise<DatabaseStatus> {
  authorise(actor, "database_status.read");
  const row = await sql().row(readCatalogue);
  if (!row?.facts) throw new Error("PostgreSQL did not describe itself");
  const { pool, times } = database();
  const counts = {
    size: pool.options.max ?? 0,
    open: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  };
  return {
    facts: row.facts,
    pool: counts,
    slowStatements: times.slowest(shownStatements).map(({ text, calls, totalMs, longestMs }) => ({
      text: text.replaceAll(/\s+/g, " ").trim().slice(0, 400),
      calls,
      meanMs: round(totalMs / calls),
      longestMs: round(longestMs),
    })),
    advice: advise(row.facts, counts),
  };
}

const round = (ms: number) => Math.round(ms * 10) / 10;
