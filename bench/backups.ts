import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { backupKeys } from "@/lib/backups/backup-keys";
import {
  type Built,
  buildAgain,
  emptyTables,
  listBuilt,
  listOwnTables,
  loadSettings,
  removeBuilt,
  switchTriggers,
} from "@/lib/backups/restore/load.remote.sql";
import { loadBackup, migrationsFolder } from "@/lib/backups/restore/load-backup";
import { withEmptyDatabase } from "@/lib/backups/server/database-server";
import { type CatalogueTable, copyIn, copyOut, listTables } from "@/lib/backups/snapshot/catalogue.remote.sql";
import { isLeftOut } from "@/lib/backups/snapshot/left-out";
import { openSession } from "@/lib/backups/snapshot/session";
import { env } from "@/lib/core/env";
import { database } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrations/migrate";
import { benchPanel } from "./panel";
import { absolute, median, type Row, relative } from "./row";

/** A million rows: what a backup costs beside a plain copy of the same tables, and a restore beside loading that copy. */
export async function bench(): Promise<Row[]> {
  await benchPanel();
  return measureBackups(path.join(process.env.LIGHTNODE_ROOT ?? ".", "dist/cli.mjs"));
}

const rounds = 3;

export async function measureBackups(cli: string): Promise<Row[]> {
  await fill();
  const folder = await mkdtemp("/tmp/bench-backups-");
  try {
    const seconds = {
      raw: [] as number[],
      gzip: [] as number[],
      zstd: [] as number[],
      load: [] as number[],
      restore: [] as number[],
    };
    let peakMb = 0;
    for (let round = 0; round < rounds; round++) {
      seconds.raw.push(await timed(() => copyRaw(folder)));
      const gzip = await create(cli, "gzip");
      const zstd = await create(cli, "zstd");
      seconds.gzip.push(gzip.seconds);
      seconds.zstd.push(zstd.seconds);
      peakMb = Math.max(peakMb, gzip.peakMb, zstd.peakMb);
      await withEmptyDatabase("check", async ({ url }) => {
        await migrate(url, migrationsFolder());
        seconds.load.push(await timed(() => loadRaw(url, folder)));
      });
      await withEmptyDatabase("check", async ({ url }) => {
        seconds.restore.push(await timed(() => restore(url, gzip.file)));
      });
    }
    const [raw, load] = [median(seconds.raw), median(seconds.load)];
    return [
      relative("backups.gzip_1m_rows", median(seconds.gzip), "s", raw, { atMost: 3.5 }),
      relative("backups.zstd_1m_rows", median(seconds.zstd), "s", raw, { atMost: 3.5 }),
      relative("backups.restore_1m_rows", median(seconds.restore), "s", load, { atMost: 1.5 }),
      absolute("backups.peak_memory", peakMb, "MB", { atMost: 150 }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** Rows of several kinds, with indexes and foreign keys. */
async function fill(): Promise<void> {
  const { pool } = database();
  const client = await pool.connect();
  try {
    await client.query("SET statement_timeout = 0");
    await client.query(`INSERT INTO app_user (id, email, name, password_hash, role)
      SELECT 'usr_bench' || n, 'person' || n || '@example.net', 'Person ' || n, md5(n::text), 'USER' FROM generate_series(1, 20000) n`);
    await client.query(`INSERT INTO notification (id, user_id, kind, severity, title, body)
      SELECT 'ntf_bench' || n, 'usr_bench' || (1 + n % 20000), 'server.failed', 'error', 'Server ' || n || ' failed',
        'The image could not be pulled: ' || md5(n::text) || md5((n * 7)::text) FROM generate_series(1, 400000) n`);
    await client.query(`INSERT INTO resource_event (resource_id, run_id, step, status, message, duration_ms)
      SELECT 'srv_' || n % 5000, 'run_' || n / 8, 'create-container', 'done', 'Created ' || md5(n::text), n % 9000
      FROM generate_series(1, 300000) n`);
    await client.query(`INSERT INTO health_record (name, at, state, value)
      SELECT 'check' || n % 20, now() - make_interval(secs => n), 'ok', random() * 100 FROM generate_series(1, 280000) n`);
    await client.query("ANALYZE");
  } finally {
    client.release();
  }
}

async function tablesOf(url: string): Promise<CatalogueTable[]> {
  const { client, close } = await openSession(url);
  const { rows } = await client.query<CatalogueTable>(listTables);
  close();
  return rows.filter((table) => !isLeftOut(table, false) && table.parent === null);
}

/** The limit: COPY to files, without anything else. */
async function copyRaw(folder: string): Promise<void> {
  const tables = await tablesOf(env().DATABASE_URL);
  const { client, close } = await openSession(env().DATABASE_URL);
  for (const table of tables) {
    await pipeline(client.query(copyTo(copyOut(table))), createWriteStream(path.join(folder, table.name)));
  }
  close();
}

/** The same rows, with indexes afterwards, without anything else. */
async function loadRaw(url: string, folder: string): Promise<void> {
  const tables = await tablesOf(env().DATABASE_URL);
  const { client, close } = await openSession(url);
  for (const text of loadSettings) await client.query(text);
  const own = (await client.query<{ schema: string; name: string }>(listOwnTables)).rows;
  const built = (await client.query<Built>(listBuilt)).rows;
  await client.query(switchTriggers(own, false));
  await client.query(built.toReversed().map(removeBuilt).join(";\n"));
  const filled = own.filter(({ name }) => !name.startsWith("audit_"));
  await client.query(emptyTables(filled));
  for (const table of tables) {
    await pipeline(createReadStream(path.join(folder, table.name)), client.query(copyFrom(copyIn(table))));
  }
  await client.query(built.map(buildAgain).join(";\n"));
  await client.query(switchTriggers(own, true));
  await client.query("ANALYZE");
  close();
}

async function restore(url: string, file: string): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const signal = new AbortController().signal;
  await loadBackup(source, { url, keys: backupKeys(), installationId: null, signal });
}

type Created = { seconds: number; peakMb: number; file: string };

/** In a process of its own, whose memory is measured: the command line with all that it loads. */
async function create(cli: string, compression: string): Promise<Created> {
  const args = [cli, "backup", "create", "--no-verify", "--json", "--compression", compression];
  const child = spawn(process.execPath, args, { env: process.env, stdio: ["ignore", "pipe", "inherit"] });
  let [text, peakMb] = ["", 0];
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(child.pid));
  }, 20);
  await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  const { id }: { id: string } = JSON.parse(text);
  const { rows } = await database().pool.query<{ file: string; ms: number }>(
    "SELECT file_name AS file, write_ms AS ms FROM backup WHERE id = $1",
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error("the backup has no row");
  return { seconds: row.ms / 1_000, peakMb, file: path.join(env().DATA_DIR, "backups", row.file) };
}

function residentMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
