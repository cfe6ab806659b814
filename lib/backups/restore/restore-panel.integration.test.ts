import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { sealChains } from "@/lib/audit/chain/seal-chains";
import { verifyAudit } from "@/lib/audit/chain/verify-chain";
import { readWitness, witnessFile } from "@/lib/audit/chain/witness";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { makeUser } from "@/lib/testing/fixtures";
import { BackupWorker } from "../backup-worker";
import { requestRestore } from "../runs/change-backup";
import { doWork } from "../runs/do-work";
import { dropBeside, listBeside, liveName, onServer } from "../server/database-server";
import { fillDatabase, makeBackup, openBackupKit } from "../testing/backup-kit";
import { goBack } from "./go-back";
import { toRestoreView } from "./run-restore";

let kit: Awaited<ReturnType<typeof openBackupKit>>;
const tools = { log: createLogger("test", "silent"), signal: new AbortController().signal };
const nothing = { backups: 0, restores: 1, expired: 0, isDue: false, database: null };
const beside = (use: "before" | "restored" | "check") => onServer((client) => listBeside(client, use));

beforeAll(async () => {
  kit = await openBackupKit();
  await fillDatabase();
});
afterAll(async () => {
  for (const name of await beside("before")) await dropBeside(name);
  await kit.close();
});

const people = () => sql().prisma.user.count();
const entriesOf = (action: string) => sql().prisma.auditEntry.count({ where: { action } });
const restoreOf = async (id: string) =>
  toRestoreView(await sql().prisma.backupRestore.findUniqueOrThrow({ where: { id } }));

/** A statement on a connection that the exchange ended fails once. */
async function afterExchange<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

describe("a restore of a running panel", () => {
  it("goes to the moment of the backup, and back", async () => {
    const reader = await makeUser();
    await sql().run(
      `INSERT INTO session (id, token_hash, user_id, idle_expires_at, absolute_expires_at)
       VALUES ('ses_open', 'hash', $1, now() + interval '1 day', now() + interval '1 day')`,
      [reader.userId],
    );
    const { id } = await makeBackup();
    const before = await people();
    await makeUser();
    await sealChains({ witnessFile: witnessFile() });
    const { id: restoreId } = await requestRestore(systemActor, id, "restore");
    await doWork(nothing, tools);

    const restore = await afterExchange(() => restoreOf(restoreId));
    expect(restore).toMatchObject({ state: "done", error: null, report: { sessionsEnded: 1, migrated: [] } });
    expect(await people()).toBe(before);
    expect(await sql().prisma.session.count({ where: { revokedAt: null } })).toBe(0);
    // What this machine knows of its backups did not go back in time.
    const backups = await sql().prisma.backup.findMany({ orderBy: { id: "asc" } });
    expect(backups.map(({ origin, state }) => [origin, state])).toEqual([
      ["manual", "verified"],
      ["before_restore", "written"],
    ]);
    const { problems } = await verifyAudit({ witness: readWitness(witnessFile()) });
    expect(problems).toBe(0);
    expect(await entriesOf("backup.restored")).toBe(1);
    expect(await beside("before")).toHaveLength(1);
    expect([...(await beside("restored")), ...(await beside("check"))]).toEqual([]);

    await goBack(systemActor);
    expect(await afterExchange(people)).toBe(before + 1);
    expect((await verifyAudit({ witness: readWitness(witnessFile()) })).problems).toBe(0);
    expect((await restoreOf(restoreId)).goBackUntil).not.toBeNull();
    expect(await entriesOf("backup.gone_back")).toBe(1);
    await goBack(systemActor);
    expect(await afterExchange(people)).toBe(before);
  });

  it("that fails changes nothing and says why", async () => {
    const row = await makeBackup({}, { wantsCheck: false });
    await rm(kit.fileOf(row.fileName));
    const oid = await databaseOid();
    const { id } = await requestRestore(systemActor, row.id, "restore");
    await doWork(nothing, tools);
    expect(await restoreOf(id)).toMatchObject({ state: "failed", error: "Its file is missing." });
    expect(await databaseOid()).toBe(oid);
    expect(await beside("restored")).toEqual([]);
  });

  it("makes a worker start again", async () => {
    const { id } = await makeBackup({}, { wantsCheck: false });
    let restarts = 0;
    const worker = new BackupWorker({ log: tools.log, everyMs: 50, onDatabaseChanged: () => restarts++ });
    worker.start();
    await requestRestore(systemActor, id, "restore");
    await until(() => restarts > 0);
    await worker.stop();
    expect(restarts).toBeGreaterThan(0);
  });

  it("is tried in a drill, which changes nothing", async () => {
    const { id } = await afterExchange(() => makeBackup({}, { wantsCheck: false }));
    const oid = await databaseOid();
    const { id: drillId } = await requestRestore(systemActor, id, "drill");
    await doWork(nothing, tools);
    const drill = await restoreOf(drillId);
    expect(drill).toMatchObject({ kind: "drill", state: "done", goBackUntil: null });
    expect(drill.report?.rows).toBeGreaterThan(500);
    expect(await databaseOid()).toBe(oid);
    expect(await beside("check")).toEqual([]);
  });
});

describe("the database from before", () => {
  it("is dropped a day later", async () => {
    await sql().prisma.backupRestore.updateMany({
      where: { previousDatabase: { not: null } },
      data: { previousUntil: new Date(Date.now() - 1_000) },
    });
    await doWork({ ...nothing, restores: 0, expired: 1 }, tools);
    expect(await sql().prisma.backupRestore.count({ where: { previousDatabase: { not: null } } })).toBe(0);
  });
});

async function databaseOid(): Promise<string | undefined> {
  return onServer(async (client) => {
    const { rows } = await client.query<{ oid: string }>("SELECT oid::text FROM pg_database WHERE datname = $1", [
      liveName(),
    ]);
    return rows[0]?.oid;
  });
}

async function until(isDone: () => boolean): Promise<void> {
  for (let waited = 0; !isDone() && waited < 30_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
