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
