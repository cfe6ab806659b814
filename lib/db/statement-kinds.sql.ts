import { statement } from "./statement";

/** Statements that many modules need, each on its own table. The names of tables are constants of the code. */

/** Locks one row; the caller then reads it with Prisma Client in the same transaction. SHARE: several may hold it. */
export const rowLock = (table: string, key = "id", strength: "UPDATE" | "SHARE" = "UPDATE") =>
  statement({
    reason: "Locks the row.",
    text: `SELECT 1 AS found FROM ${table} WHERE ${key} = $1 FOR ${strength}`,
    columns: { found: "int4" },
  });

/** How many rows of a small table there are: work that would find nothing does not load Prisma Client. */
export const countRows = (table: string, condition = "true") =>
  statement({
    reason: "Scheduled jobs of an idle worker and the start of a web process, which do not load Prisma Client.",
    text: `SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`,
    columns: { count: "int4" },
  });

/** Deletes the rows whose time in `column` is older than `age`, an interval of PostgreSQL; `only`: of those alone. */
export const expired = (table: string, column: string, age: string, only = "true") =>
  statement({
    reason: "A scheduled job of an idle worker, which does not load Prisma Client.",
    text: `DELETE FROM ${table} WHERE ${column} < now() - interval '${age}' AND ${only}`,
  });
