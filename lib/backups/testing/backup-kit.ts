import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { systemActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, testServerUrl } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { BackupBody } from "../contract";
import { requestBackup } from "../runs/request-backup";
import { runBackup } from "../runs/run-backup";
import { withWorkLock } from "../runs/work-lock";

/** A panel's database and folder of data of the test's own, with some rows. */
export async function openBackupKit() {
  const folder = await mkdtemp("/tmp/backups-");
  const environment = await openTestEnvironment({ DATA_DIR: folder, DATABASE_ADMIN_URL: testServerUrl() });
  return {
    ...environment,
    folder,
    fileOf: (name: string) => path.join(env().DATA_DIR, "backups", name),
    read: (name: string) => readFile(path.join(env().DATA_DIR, "backups", name)),
    async close() {
      await environment.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const log = createLogger("test", "silent");

/** Writes (and, unless the caller says no, verifies) one backup; its row. */
export async function makeBackup(body: BackupBody = {}, options: { wantsCheck?: boolean; signal?: AbortSignal } = {}) {
  const { id } = await requestBackup(systemActor, body);
  if (options.wantsCheck === false) await sql().prisma.backup.update({ where: { id }, data: { wantsCheck: false } });
  const signal = options.signal ?? new AbortController().signal;
  await withWorkLock(() => runBackup(id, { log, signal }));
  return sql().prisma.backup.findUniqueOrThrow({ where: { id } });
}

/** People, a partition of averages, and samples, which a backup leaves out. */
export async function fillDatabase(): Promise<void> {
  for (let n = 0; n < 3; n++) await makeUser(n === 0 ? "ADMIN" : "USER");
  await sql().run("INSERT INTO metric_subject (kind, resource_id) VALUES ('machine', 'mch_test')");
  await sql().rows("SELECT ensure_metric_partitions(now() - interval '10 days', now())");
  await sql().run(`INSERT INTO metric_ten_minutes (subject, at, count, average)
    SELECT 1, now() - make_interval(mins => n * 10), 60, ARRAY[n, 0.5]::real[] FROM generate_series(1, 500) n`);
  await sql().run("INSERT INTO metric_raw (subject, at, cpu_percent) VALUES (1, now(), 50)");
}
