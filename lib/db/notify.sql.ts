import { statement } from "./statement";

/** A channel and its payloads; sent when the transaction commits. */
export const notifyEach = statement({
  reason: "NOTIFY is a function of PostgreSQL.",
  name: "notify",
  text: "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload",
  columns: { pg_notify: "void" },
});

export const ping = statement({
  reason: "Asks whether the database answers, on a connection that is idle otherwise.",
  text: "SELECT 1 AS answer",
  columns: { answer: "int4" },
});
