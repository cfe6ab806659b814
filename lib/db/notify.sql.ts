import { statement } from "./statement";

/** A channel and its payload; sent when the transaction commits. */
export const notify = statement({
  reason: "NOTIFY is a function of PostgreSQL.",
  name: "notify",
  text: "SELECT pg_notify($1, $2)",
  columns: { pg_notify: "void" },
});

export const ping = statement({
  reason: "Asks whether the database answers, on a connection that is idle otherwise.",
  text: "SELECT 1 AS answer",
  columns: { answer: "int4" },
});
