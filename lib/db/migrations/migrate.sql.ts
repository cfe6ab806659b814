import { statement } from "@/lib/db/statement";

export const listApplied = statement({
  reason: "A table that Prisma Client does not know.",
  text: `
    SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  columns: {
    migration_name: "varchar",
    checksum: "varchar",
  },
});
