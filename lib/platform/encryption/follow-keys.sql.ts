import { statement } from "@/lib/db/statement";

export const findActiveKey = statement({
  reason: "Runs every second in each process.",
  text: "SELECT id FROM encryption_key WHERE state = 'active'",
  columns: {
    id: "text",
  },
});

export const activateFirstKey = statement({
  reason: "Runs at each start.",
  text: `
    UPDATE encryption_key SET state = 'active', activated_at = now()
    WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM encryption_key WHERE state = 'active')`,
});

export const insertKeys = statement({
  reason: "Runs at each start.",
  text: "INSERT INTO encryption_key (id) SELECT unnest($1::text[]) ON CONFLICT (id) DO NOTHING",
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
