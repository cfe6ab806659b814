import { statement } from "@/lib/db/statement";

export const listKeys = statement({
  reason: "Runs every second in each process.",
  text: "SELECT id, state = 'active' AS \"isActive\" FROM encryption_key",
  columns: { id: "text", isActive: "bool" },
});

export const noteProcess = statement({
  reason: "Runs every second in each process.",
  text: `
    INSERT INTO encryption_process (id, kind, key_ids, active_key_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET key_ids = excluded.key_ids, active_key_id = excluded.active_key_id,
      seen_at = now()`,
});

export const forgetProcess = statement({
  reason: "Runs when a process ends, which does not load Prisma Client for it.",
  text: "DELETE FROM encryption_process WHERE id = $1",
});
