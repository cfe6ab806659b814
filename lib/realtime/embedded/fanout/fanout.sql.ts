import { statement } from "@/lib/db/statement";

export const notify = statement({
  reason: "NOTIFY is a function of PostgreSQL.",
  text: "SELECT pg_notify($1, $2)",
  columns: {
    pg_notify: "void",
  },
});

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

export const removeOldMessages = statement({
  reason: "Runs every few seconds in the realtime process.",
  text: "DELETE FROM realtime_message WHERE created_at < now() - make_interval(secs => $1)",
});
