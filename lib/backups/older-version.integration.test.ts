import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { migrate, readMigrations } from "@/lib/db/migrations/migrate";
import { backupKeys, currentBackupKey } from "./backup-keys";
import { writeBackup } from "./format/backup-stream";
import { loadBackup, migrationsFolder } from "./restore/load-backup";
import { withEmptyDatabase } from "./server/database-server";
import { Snapshot } from "./snapshot/take-snapshot";
import { openBackupKit } from "./testing/backup-kit";

// A backup that an older version of the panel wrote: its database lacks the last migrations.
const missing = 3;
let kit: Awaited<ReturnType<typeof openBackupKit>>;
beforeAll(async () => {
  kit = await openBackupKit();
});
afterAll(() => kit.close());

async function backupOf(url: string, lastMigration: string): Promise<Buffer[]> {
  const { signal } = new AbortController();
  const snapshot = await Snapshot.open({ url, withMetrics: false, files: [], signal });
  try {
    expect(snapshot.lastMigration).toBe(lastMigration);
    const facts = {
      id: "bkp_older",
      createdAt: new Date().toISOString(),
      panelVersion: "0.0.1",
      installationId: env().INSTALLATION_ID,
      lastMigration,
      compression: "gzip" as const,
    };
    const chunks: Buffer[] = [];
    for await (const chunk of writeBackup(facts, currentBackupKey(), snapshot.records())) chunks.push(chunk);
    return chunks;
  } finally {
    snapshot.close();
  }
}

async function onUrl<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

it("is restored as it was, compared, and then brought to this version", async () => {
  const names = (await readMigrations(migrationsFolder())).map(({ name }) => name);
  const lastMigration = names.at(-missing - 1) ?? "";
  const chunks = await withEmptyDatabase("check", async ({ url }) => {
    await migrate(url, migrationsFolder(), lastMigration);
    await onUrl(url, (client) => client.query("INSERT INTO counter (name, label, value) VALUES ('older', 'a', 7)"));
    return backupOf(url, lastMigration);
  });
  await withEmptyDatabase("check", async ({ url }) => {
    const source = (async function* () {
      yield* chunks;
    })();
    const { signal } = new AbortController();
    const options = { url, keys: backupKeys(), installationId: env().INSTALLATION_ID, signal };
    const { migrated } = await loadBackup(source, options);
    expect(migrated).toEqual(names.slice(-missing));
    const { rows } = await onUrl(url, (client) => client.query("SELECT value FROM counter WHERE name = 'older'"));
    expect(rows).toEqual([{ value: 7 }]);
  });
});
