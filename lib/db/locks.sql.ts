import { statement } from "./statement";

/** Advisory locks: those of a transaction end with it; those of a session need their own connection. */
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

export const lockSession = statement({
  reason,
  text: "SELECT pg_advisory_lock($1)",
  columns: { pg_advisory_lock: "void" },
});

export const lockSessionShared = statement({
  reason,
  text: "SELECT pg_advisory_lock_shared($1)",
  columns: { pg_advisory_lock_shared: "void" },
});

export const unlockSessionShared = statement({
  reason,
  text: "SELECT pg_advisory_unlock_shared($1)",
  columns: { pg_advisory_unlock_shared: "bool" },
});

/** Its parameter is a text. */
export const tryLockSubject = statement({
  reason,
  text: "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS done",
  columns: { done: "bool" },
});

/** Its parameter is a text. */
export const unlockSubject = statement({
  reason,
  text: "SELECT pg_advisory_unlock(hashtextextended($1, 0)) AS done",
  columns: { done: "bool" },
});
