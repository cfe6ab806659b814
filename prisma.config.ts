import { defineConfig } from "prisma/config";

// Used by `prisma generate|validate|format` and, where the schema engine can be had, by `prisma migrate deploy`, which
// agrees with our own runner (lib/db/migrate.ts) about the table _prisma_migrations.
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://unset" },
});
