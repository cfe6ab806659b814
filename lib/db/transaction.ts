import { AsyncLocalStorage } from "node:async_hooks";
import type { Pool, PoolClient, QueryResultRow } from "pg";
import { type AppError, coreErrors, isAppError } from "@/lib/core/errors";
import { database, poolBusySeconds } from "./client";

/** A place to run SQL: the pool, or a transaction. Statements take `$1` parameters; values are never spliced in. */
export interface Sql {
  /** Rows of one statement. `name` makes it a prepared statement of its connection. */
  rows<R extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<R[]>;
  /** The first row, or null. */
  row<R extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<R | null>;
  /** Number of rows a change touched. */
  run(text: string, values?: unknown[]): Promise<number>;
}

/**
 * SQL inside one transaction. A type of its own, so that "must share the caller's transaction" shows in a signature.
 */
export interface Tx extends Sql {
  readonly inTransaction: true;
}

function over(target: Pick<Pool | PoolClient, "query">): Sql {
  return {
    rows: async <R extends QueryResultRow>(text: string, values: unknown[] = [], name?: string) =>
      (await target.query<R>({ text, values, name })).rows,
    row: async <R extends QueryResultRow>(text: string, values: unknown[] = [], name?: string) =>
      (await target.query<R>({ text, values, name })).rows[0] ?? null,
    run: async (text, values = []) => (await target.query({ text, values })).rowCount ?? 0,
  };
}

/** SQL on any connection of the process's pool, each statement its own transaction. */
export function sql(): Sql {
  return over(database().pool);
}

const connectionFailures = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
  // What `transaction` made of one of these.
  "database_unavailable",
  "database_busy",
]);

/** `database_busy` or `database_unavailable` for an error of the connection; null for any other. */
export function connectionFailure(error: unknown, pool: Pool = database().pool): AppError | null {
  if (isAppError(error)) return null;
  const message = error instanceof Error ? error.message : "";
  // pg has one error for both: no free connection within the time, and no connection to the server within it.
  const seconds = /timeout exceeded when trying to connect/.test(message) ? poolBusySeconds(pool) : null;
  if (seconds !== null) return coreErrors.database_busy({ cause: error, retryAfterSeconds: seconds });
  if (!isDatabaseUnavailable(error)) return null;
  return coreErrors.database_unavailable({ cause: error, retryAfterSeconds: 5 });
}

/** Whether an error says that PostgreSQL is not reachable (rather than that it refused a statement). */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && (connectionFailures.has(code) || code.startsWith("08"))) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}

/** Serialization failure or deadlock: the same transaction may succeed when run again. */
function isTransientConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "40001" || code === "40P01";
}

/** Name of the constraint a statement broke, or null. */
export function brokenConstraint(error: unknown): string | null {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return typeof code === "string" && code.startsWith("23") && typeof constraint === "string" ? constraint : null;
}

/**
 * Runs `work` in one transaction on one connection; commits when it resolves, rolls back when it throws. Deadlocks are
 * retried twice, so `work` must not touch anything outside the database.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>, pool: Pool = database().pool): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(work, pool);
    } catch (error) {
      if (attempt < 3 && isTransientConflict(error)) continue;
      throw connectionFailure(error, pool) ?? error;
    }
  }
}

type CommitHook = (tx: Tx) => Promise<void>;
const commitHooks = new AsyncLocalStorage<CommitHook>();

/** Runs `work`; each transaction that it commits runs `hook` as its last statement. */
export function beforeCommit<T>(hook: CommitHook, work: () => Promise<T>): Promise<T> {
  return commitHooks.run(hook, work);
}

async function once<T>(work: (tx: Tx) => Promise<T>, pool: Pool): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const tx: Tx = { ...over(client), inTransaction: true };
    const result = await work(tx);
    await commitHooks.getStore()?.(tx);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection that cannot roll back is closed, not reused.
    client.release(broken);
  }
}
