import { statement } from "@/lib/db/statement";
import { expired } from "@/lib/db/statement-kinds.sql";

export const storeAndNotify = statement({
  reason: "Stores and announces in one round trip, in a process that does not load Prisma Client.",
  text: `
    WITH stored AS (INSERT INTO realtime_message (id, payload) VALUES ($3, $4)) SELECT pg_notify($1, $2)`,
  columns: {
    pg_notify: "void",
  },
});

export const readMessage = statement({
  reason: "Part of every large event, in a process that does not load Prisma Client.",
  text: "SELECT payload FROM realtime_message WHERE id = $1",
  columns: {
    payload: "text",
  },
});

/** How long a large event can be read, in seconds. */
export const keepClaimsSeconds = 120;

export const removeOldMessages = expired("realtime_message", "created_at", `${keepClaimsSeconds} seconds`);
