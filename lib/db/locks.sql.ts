import { statement } from "./statement";

/**
 * Advisory locks: those of a transaction end with it; those of a session need their own connection. A subject is a
 * text.
 */
const reason = "Advisory locks are functions of PostgreSQL.";

export const tryLockUntilCommit = statement({
  reason,
  text: "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got",
  columns: { got: "bool" },
});

export const lockSubjectUntilCommit = statement({
  reason,
  text: "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
  columns: { pg_advisory_xact_lock: "void" },
});

export const lockSessionShared = statement({
  reason,
  text: "SELECT pg_advisory_lock_shared(hashtextextended($1, 0))",
  columns: { pg_advisory_lock_shared: "void" },
});

export const unlockSessionShared = statement({
  reason,
  text: "SELECT pg_advisory_unlock_shared(hashtextextended($1, 0))",
  columns: { pg_advisory_unlock_shared: "bool" },
});

export const tryLockSubject = statement({
  reason,
  text: "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS done",
  columns: { done: "bool" },
});

export const unlockSubject = statement({
  reason,
  text: "SELECT pg_advisory_unlock(hashtextextended($1, 0)) AS done",
  columns: { done: "bool" },
});
