import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import type { Row } from "../statement";
import { lockMigrations, recordMigration } from "./migrate.remote.sql";
import { listApplied } from "./migrate.sql";

/**
 * Applies prisma/migrations in order, keeping Prisma's own table `_prisma_migrations` and checksums, so that
 * `prisma migrate deploy` run elsewhere agrees about what is applied. Each migration is one transaction; the whole run
 * holds an advisory lock, so that several processes may start at once.
 */
const migrationsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Names of the migrations that were applied now; throws when an applied one was edited since. `until` names the last one
 * to apply, for a database that gets the rows of an older panel.
 */
export async function migrate(url: string, directory: string, until?: string): Promise<string[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(lockMigrations);
    await client.query(migrationsTable);
    const { rows } = await client.query<Row<typeof listApplied>>(listApplied);
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const now: string[] = [];
    for (const migration of await readMigrations(directory)) {
      if (until !== undefined && migration.name > until) break;
      const known = applied.get(migration.name);
      if (known === migration.checksum) continue;
      if (known) throw new Error(`migration ${migration.name} was edited after it was applied; restore it`);
      await apply(client, migration);
      now.push(migration.name);
    }
    return now;
  } finally {
    await client.end();
  }
}

type Migration = { name: string; checksum: string; sql: string };

/** All migrations that this panel knows, in their order. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(recordMigration, [randomUUID(), migration.checksum, migration.name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${migration.name} failed and was rolled back: ${String(error)}`, { cause: error });
  }
}
