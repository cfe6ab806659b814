import { statement } from "./statement";

/** Advisory locks that end with the transaction. */
const reason = "Advisory locks are functions of PostgreSQL.";

export const lockUntilCommit = statement({
  reason,
  text: "SELECT pg_advisory_xact_lock($1)",
  columns: { pg_advisory_xact_lock: "void" },
});

export const tryLockUntilCommit = statement({
  reason,
  text: "SELECT pg_try_advisory_xact_lock($1) AS got",
  columns: { got: "bool" },
});

/** Its parameter is a text. */
export const lockSubjectUntilCommit = statement({
  reason,
  text: "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
  columns: { pg_advisory_xact_lock: "void" },
});
