import { type Pool, DatabaseError as RefusedByPostgres } from "pg";
import { type AppError, coreErrors, isAppError } from "@/lib/core/errors";
import { database, poolBusySeconds } from "./client";

/** What an error of PostgreSQL or of its connection says, whether pg or Prisma Client threw it. */
type DatabaseError = { code: string | null; message: string; constraint: string | null };

const textOf = (value: unknown) => (typeof value === "string" ? value : null);
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/** Prisma's own codes for a server that it cannot reach, a closed connection and a connection that took too long. */
const prismaConnectionFailures = new Set(["P1001", "P1002", "P1008", "P1017"]);

function read(error: unknown): DatabaseError {
  const message = textOf(fieldOf(error, "message")) ?? "";
  const code = textOf(fieldOf(error, "code"));
  const cause = fieldOf(fieldOf(fieldOf(error, "meta"), "driverAdapterError"), "cause");
  if (cause === undefined) return { code, message, constraint: textOf(fieldOf(error, "constraint")) };
  const original = textOf(fieldOf(cause, "originalMessage")) ?? message;
  const named = textOf(fieldOf(fieldOf(cause, "constraint"), "index"));
  return {
    code: textOf(fieldOf(cause, "originalCode")) ?? code,
    message: original,
    constraint: named ?? /constraint "([^"]+)"/.exec(original)?.[1] ?? null,
  };
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
  ...prismaConnectionFailures,
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
  const { code, message } = read(error);
  if (code !== null && (connectionFailures.has(code) || code.startsWith("08"))) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    message,
  );
}

/** Whether PostgreSQL refused the statement itself, so that it would refuse it again on any connection. */
export function isRefusedStatement(error: unknown): boolean {
  return error instanceof RefusedByPostgres && !/^(08|53|57)/.test(error.code ?? "");
}

/** Serialization failure or deadlock: the same transaction may succeed when run again. */
export function isTransientConflict(error: unknown): boolean {
  const { code } = read(error);
  return code === "40001" || code === "40P01";
}

/** Name of the constraint a statement broke, or null. */
export function brokenConstraint(error: unknown): string | null {
  const { code, constraint } = read(error);
  return code?.startsWith("23") ? constraint : null;
}
