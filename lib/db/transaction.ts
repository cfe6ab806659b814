import { AsyncLocalStorage } from "node:async_hooks";
import { Client, type Pool, type PoolClient, type QueryResultRow } from "pg";
import { sleep } from "@/lib/core/clock";
import { type Database, database, directDatabaseUrl, isBehindPooler } from "./client";
import { connectionFailure, isTransientConflict } from "./errors";
import type { Models } from "./models";
import type { Statement } from "./statement";

/**
 * Access to the database: the pool, or a transaction. `prisma` has the typed calls of each model; statements of
 * `*.sql.ts` take `$1` parameters, and values are never spliced in.
 */
export interface Sql {
  readonly prisma: Models;
  /** Rows of one statement. `name` makes it a prepared statement of its connection. */
  rows<R extends object>(statement: Statement<R>, values?: unknown[]): Promise<R[]>;
  rows<R extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<R[]>;
  /** The first row, or null. */
  row<R extends object>(statement: Statement<R>, values?: unknown[]): Promise<R | null>;
  row<R extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<R | null>;
  /** Number of rows a change touched. */
  run(statement: Statement<object> | string, values?: unknown[]): Promise<number>;
}

/**
 * The database inside one transaction. A type of its own, so that "must share the caller's transaction" shows in a signature.
 */
export interface Tx extends Sql {
  readonly inTransaction: true;
}

function over(target: Pick<Pool | PoolClient | Client, "query">, prisma: Models): Sql {
  const query = <R extends QueryResultRow>(given: Statement<R> | string, values: unknown[] = [], name?: string) => {
    const [text, known] = typeof given === "string" ? [given, name] : [given.text, given.name];
    // The next transaction may be on a connection that has not prepared it.
    return target.query<R>({ text, values, name: isBehindPooler() ? undefined : known });
  };
  return {
    prisma,
    rows: async <R extends QueryResultRow>(given: Statement<R> | string, values?: unknown[], name?: string) =>
      (await query(given, values, name)).rows,
    row: async <R extends QueryResultRow>(given: Statement<R> | string, values?: unknown[], name?: string) =>
      (await query(given, values, name)).rows[0] ?? null,
    run: async (given, values) => (await query(given, values)).rowCount ?? 0,
  };
}

/** The database on any connection of the process's pool, each statement its own transaction. */
export function sql(): Sql {
  return sqlOn(database());
}

/** Another database, such as a replica. */
export const sqlOn = ({ pool, models }: Pick<Database, "pool" | "models">): Sql => over(pool, models);

/**
 * One connection for statements that share a session, such as those under an advisory lock of the session. Calls of
 * `db.prisma` are on other connections.
 */
export async function onConnection<T>(work: (db: Sql, client: Pick<PoolClient, "query">) => Promise<T>): Promise<T> {
  const { pool, models } = database();
  if (isBehindPooler()) return onOwnConnection((client) => work(over(client, models), client));
  const client = await pool.connect();
  try {
    return await work(over(client, models), client);
  } finally {
    client.release();
  }
}

/** A pooler gives the next statement another session: this connection goes past it. */
async function onOwnConnection<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: directDatabaseUrl(), application_name: "lightnode" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Runs `work` in one transaction on one connection; commits when it resolves, rolls back when it throws. Deadlocks are
 * retried twice, so `work` must not touch anything outside the database.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>, db: Database = database()): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(work, db);
    } catch (error) {
      if (attempt === 3 || !isTransientConflict(error)) throw connectionFailure(error, db.pool) ?? error;
      // Two that ended each other must not begin again at the same moment.
      await sleep(attempt * 50 * Math.random());
    }
  }
}

type CommitHook = (tx: Tx) => Promise<void>;
const commitHooks = new AsyncLocalStorage<CommitHook>();

/** Runs `work`; each transaction that it commits runs `hook` as its last statement. */
export function beforeCommit<T>(hook: CommitHook, work: () => Promise<T>): Promise<T> {
  return commitHooks.run(hook, work);
}

async function once<T>(work: (tx: Tx) => Promise<T>, db: Database): Promise<T> {
  const client = await db.pool.connect();
  const prisma = db.modelsOn(client);
  let broken: Error | undefined;
  // A connection that breaks between two statements: the next statement says so.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    await client.query("BEGIN");
    const tx: Tx = { ...over(client, prisma.models), inTransaction: true };
    const result = await work(tx);
    await commitHooks.getStore()?.(tx);
    await prisma.close();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await prisma.close();
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.off("error", onError);
    // A connection that cannot roll back is closed, not reused.
    client.release(broken);
  }
}
