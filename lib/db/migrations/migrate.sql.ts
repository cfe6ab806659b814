import { statement } from "@/lib/db/statement";

export const recordMigration = statement({
  reason: "A table that Prisma Client does not know.",
  text: `
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ($1, $2, $3, now(), 1)`,
});

export const listApplied = statement({
  reason: "A table that Prisma Client does not know.",
  text: `
    SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  columns: {
    migration_name: "varchar",
    checksum: "varchar",
  },
});
