import { randomUUID } from "node:crypto";
import { sql } from "@/lib/db/transaction";
import { insertRow, readFirstUser } from "./bench-row.sql";

/** One durable row in a table that is emptied by itself; `npm run bench` measures what such an insert costs. */
export async function insertBenchRow(): Promise<void> {
  await sql().rows(insertRow, [randomUUID()]);
}

/** One row by its key, as the least that a call may cost. */
export async function readBenchRow(): Promise<unknown> {
  return sql().row(readFirstUser);
}
