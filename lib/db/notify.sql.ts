import { statement } from "./statement";

/** A channel and its payloads; sent when the transaction commits. */
export const notifyEach = statement({
  reason: "NOTIFY is a function of PostgreSQL.",
  name: "notify",
  text: "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload",
  columns: { pg_notify: "void" },
});

/** `position`: up to which write of the log this server is, such as `0/16B3748`. */
export const ping = statement({
  reason: "Asks whether the database answers, on a connection that is idle otherwise, and how far a replica is.",
  text: `
    SELECT pg_is_in_recovery() AS "isReplica",
      CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END::text AS position`,
  columns: { isReplica: "bool", position: "text?" },
});
