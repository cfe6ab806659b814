/** Of the session that migrates a database, which may be another one than the process's own. */
const lockKey = 72_707_369; // The key that Prisma's schema engine itself uses.

export const recordMigration = `
  INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ($1, $2, $3, now(), 1)`;

export const lockMigrations = `SELECT pg_catalog.pg_advisory_lock(${lockKey})`;
