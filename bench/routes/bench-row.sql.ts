import { statement } from "@/lib/db/statement";

export const insertRow = statement({
  reason: "The least that a write costs, for the benches.",
  name: "bench_insert",
  text: "INSERT INTO idempotency_key (actor_id, key, request_hash) VALUES ('bench', $1, '')",
});

export const readFirstUser = statement({
  reason: "The least that a read costs, for the benches.",
  name: "bench_row",
  text: "SELECT id, name, role FROM app_user ORDER BY id LIMIT 1",
  columns: {
    id: "text",
    name: "text",
    role: "role",
  },
});
