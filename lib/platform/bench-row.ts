import { randomUUID } from "node:crypto";
import { sql } from "@/lib/db/transaction";

/** One durable row in a table that is emptied by itself; `npm run bench` measures what such an insert costs. */
export async function insertBenchRow(): Promise<void> {
  await sql().rows(
    "INSERT INTO idempotency_key (actor_id, key, request_hash) VALUES ('bench', $1, '')",
    [randomUUID()],
    "bench_insert",
  );
}

/** One row by its key, as the least that a call may cost. */
export async function readBenchRow(): Promise<unknown> {
  return sql().row("SELECT id, name, role FROM app_user ORDER BY id LIMIT 1", [], "bench_row");
}
