import { existsSync } from "node:fs";
import { copyFile, readdir, writeFile } from "node:fs/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { adminQuery, testServerUrl } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { backupKeys } from "./backup-keys";
import { loadBackup } from "./restore/load-backup";
import { recoverInterrupted } from "./runs/recover-interrupted";
import { withWorkLock } from "./runs/work-lock";
import { listBeside, onServer, withEmptyDatabase } from "./server/database-server";
import { localStore } from "./targets/local-store";
import { fillDatabase, makeBackup, openBackupKit } from "./testing/backup-kit";

let kit: Awaited<ReturnType<typeof openBackupKit>>;

beforeAll(async () => {
  kit = await openBackupKit();
  await fillDatabase();
});
afterAll(() => kit.close());

const load = (name: string, url: string, options: { installationId?: string; keys?: Map<string, Buffer> } = {}) =>
  localStore({})
    .read(name, new AbortController().signal)
    .then((source) =>
      loadBackup(source, {
        url,
        keys: options.keys ?? backupKeys(),
        installationId: options.installationId ?? env().INSTALLATION_ID,
        signal: new AbortController().signal,
      }),
    );
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string }) => error.code,
  );
const besides = () =>
  onServer(async (client) => [...(await listBeside(client, "check")), ...(await listBeside(client, "restored"))]);

/** Everything that must be equal: rows of each table in a fixed order, sequences, constraints and indexes. */
async function contentOf(url: string): Promise<Map<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const content = new Map<string, string>();
    const tables = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relpersistence = 'p' AND c.relnamespace = 'public'::regnamespace
       AND c.relname NOT IN ('_prisma_migrations', 'metric_raw', 'metric_chunk', 'backup') ORDER BY 1`,
    );
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`);
      content.set(name, rows.map(({ row }) => row).join("\n"));
    }
    const lists = {
      sequences: "SELECT sequencename || ' ' || coalesce(last_value::text, '-') AS row FROM pg_sequences ORDER BY 1",
      constraints: `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS row FROM pg_constraint
        WHERE connamespace IN ('public'::regnamespace, 'metric_parts'::regnamespace) AND conrelid <> 0 AND conrelid::regclass::text !~ 'metric_(raw|chunk)_' ORDER BY 1`,
      indexes: "SELECT indexdef AS row FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
      triggers:
        "SELECT concat(tgrelid::regclass, ' ', tgname, ' ', tgenabled) AS row FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    };
    for (const [what, text] of Object.entries(lists)) {
      const { rows } = await client.query<{ row: string }>(text);
      content.set(what, rows.map(({ row }) => row).join("\n"));
    }
    return content;
  } finally {
    await client.end();
  }
}

describe("a backup of the panel", () => {
  it.each(["gzip", "zstd"] as const)(
    "is verified by a restore, with %s, and leaves no database",
    async (compression) => {
      const row = await makeBackup({ compression });
      expect(row).toMatchObject({ state: "verified", error: null, keyId: "b1", wantsCheck: false });
      expect(Number(row.rows)).toBeGreaterThan(500);
      expect(row.bytes).toBe(BigInt((await kit.read(row.fileName)).length));
      expect(await besides()).toEqual([]);
      expect((await readdir(`${kit.folder}/backups`)).filter((name) => name.endsWith(".part"))).toEqual([]);
    },
  );

  it("restores to an equal database", async () => {
    const row = await makeBackup({}, { wantsCheck: false });
    expect(row.state).toBe("written");
    await withEmptyDatabase("check", async ({ url }) => {
      const { document, files } = await load(row.fileName, url);
      expect(document.leftOut.some((name) => name.startsWith("metric_raw"))).toBe(true);
      const secrets: unknown = JSON.parse(files.get("secrets.json")?.toString() ?? "{}");
      expect(secrets).toMatchObject({ BACKUP_KEYS: env().BACKUP_KEYS, AUDIT_KEYS: env().AUDIT_KEYS });
      const [original, restored] = [await contentOf(kit.databaseUrl), await contentOf(url)];
      expect([...restored.keys()]).toEqual([...original.keys()]);
      for (const [what, rows] of original) expect(restored.get(what), what).toBe(rows);
    });
  });

  it("holds one moment while rows change", async () => {
    let isWriting = true;
    const writer = (async () => {
      while (isWriting) await makeUser();
    })();
    const row = await makeBackup().finally(() => {
      isWriting = false;
    });
    await writer;
    expect(row.state).toBe("verified");
  });

  it("has the samples on request", async () => {
    const row = await makeBackup({ withMetrics: true }, { wantsCheck: false });
    await withEmptyDatabase("check", async ({ url }) => {
      await load(row.fileName, url);
      const client = new Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query("SELECT cpu_percent FROM metric_raw");
      await client.end();
      expect(rows).toEqual([{ cpu_percent: 50 }]);
    });
  });
});

describe("a restore refuses", () => {
  const restore = (name: string, options?: Parameters<typeof load>[2]) =>
    codeOf(withEmptyDatabase("check", ({ url }) => load(name, url, options)));

  it("a changed, a cut, a foreign backup and one under another key, and leaves nothing", async () => {
    const row = await makeBackup({}, { wantsCheck: false });
    const file = await kit.read(row.fileName);
    const changed = Buffer.from(file);
    changed.writeUInt8(changed.readUInt8(file.length - 100) ^ 1, file.length - 100);
    await writeFile(kit.fileOf("changed"), changed);
    await writeFile(kit.fileOf("cut"), file.subarray(0, -1));
    expect(await restore("changed")).toBe("backup_changed");
    expect(await restore("cut")).toBe("backup_cut");
    expect(await restore(row.fileName, { installationId: "another" })).toBe("backup_foreign");
    expect(await restore(row.fileName, { keys: new Map([["b1", Buffer.alloc(32, 1)]]) })).toBe("backup_wrong_key");
    expect(await besides()).toEqual([]);
  });

  it("a database that is not empty", async () => {
    const row = await makeBackup({}, { wantsCheck: false });
    expect(await codeOf(load(row.fileName, kit.databaseUrl))).toBe("backup_database_not_empty");
  });

  it("to call a backup verified whose file was replaced by another one", async () => {
    const [one, other] = [await makeBackup({}, { wantsCheck: false }), await makeBackup({}, { wantsCheck: false })];
    await copyFile(kit.fileOf(one.fileName), kit.fileOf(other.fileName));
    await sql().prisma.backup.update({ where: { id: other.id }, data: { wantsCheck: true } });
    const { runBackup } = await import("./runs/run-backup");
    const tools = { log: { warn: () => {} }, signal: new AbortController().signal };
    expect(await codeOf(withWorkLock(() => runBackup(other.id, tools)))).toBe("backup_not_equal");
    const after = await sql().prisma.backup.findUniqueOrThrow({ where: { id: other.id } });
    expect(after).toMatchObject({ state: "failed", verifiedAt: null, errorCode: "backup_not_equal" });
  });
});

describe("after a process was killed", () => {
  it("nothing is called running or verified that is not, and its leftovers go", async () => {
    const row = await makeBackup({}, { wantsCheck: false });
    const broken = await makeBackup({}, { wantsCheck: false });
    await writeFile(kit.fileOf(`${broken.fileName}.part`), "x");
    await sql().prisma.backup.update({ where: { id: row.id }, data: { state: "verifying" } });
    await sql().prisma.backup.update({ where: { id: broken.id }, data: { state: "running" } });
    const { nameBeside } = await import("./server/database-server");
    await adminQuery(`CREATE DATABASE ${nameBeside("check")}`);
    await withWorkLock(recoverInterrupted);
    expect(await besides()).toEqual([]);
    const stateOf = async (id: string) => (await sql().prisma.backup.findUniqueOrThrow({ where: { id } })).state;
    expect([await stateOf(row.id), await stateOf(broken.id)]).toEqual(["written", "failed"]);
    expect(existsSync(kit.fileOf(`${broken.fileName}.part`))).toBe(false);
  });

  it("a second process does not work beside the first", async () => {
    await withWorkLock(async () => {
      expect(await codeOf(withWorkLock(async () => {}))).toBe("backup_running");
    });
    expect(await codeOf(withWorkLock(async () => {}))).toBe("accepted");
  });

  it("the connection that ends is a failure with its reason", async () => {
    const client = new Client({ connectionString: testServerUrl() });
    await client.connect();
    const ending = (async () => {
      for (let n = 0; n < 400; n++) {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lightnode-backup'
           AND datname = $1`,
          [new URL(kit.databaseUrl).pathname.slice(1)],
        );
        if (rowCount) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    const outcome = await makeBackup({}, { wantsCheck: false }).catch((error: unknown) => error);
    await ending;
    await client.end();
    expect(outcome).toBeInstanceOf(Error);
    const last = await sql().prisma.backup.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(last).toMatchObject({ state: "failed", verifiedAt: null });
    expect(existsSync(kit.fileOf(last.fileName))).toBe(false);
  });
});
