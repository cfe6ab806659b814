import { statement } from "./statement";

/** Statements that many modules need, each on its own table. The names of tables are constants of the code. */

/** Locks one row; the caller then reads it with Prisma Client in the same transaction. SHARE: several may hold it. */
export const rowLock = (table: string, key = "id", strength: "UPDATE" | "SHARE" = "UPDATE") =>
  statement({
    reason: "Locks the row.",
    text: `SELECT 1 AS found FROM ${table} WHERE ${key} = $1 FOR ${strength}`,
    columns: { found: "int4" },
  });

/** Whether a table has such a row: a job that would find nothing does not load Prisma Client in an idle worker. */
export const anyRow = (table: string, condition = "true") =>
  statement({
    reason: "A scheduled job of an idle worker, which does not load Prisma Client.",
    text: `SELECT EXISTS (SELECT 1 FROM ${table} WHERE ${condition}) AS found`,
    columns: { found: "bool" },
  });

/** Deletes the rows whose time in `column` is older than `age`, an interval of PostgreSQL; `only`: of those alone. */
export const expired = (table: string, column: string, age: string, only = "true") =>
  statement({
    reason: "A scheduled job of an idle worker, which does not load Prisma Client.",
    text: `DELETE FROM ${table} WHERE ${column} < now() - interval '${age}' AND ${only}`,
  });
