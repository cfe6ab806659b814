import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectTenants } from "@/lib/testing/hosted/connect-tenants";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { purgeDumpsJob } from "../../jobs/purge-dumps";
import { deleteDatabase, resumeDatabase, setReadOnlyUser, suspendDatabase } from "../change-database";
import { createDatabase } from "../create-database";
import { databaseKind } from "../database";
import { getDatabase, listDatabaseEvents } from "../queries";
import { deleteDump } from "./delete-dump";
import { forgetDeletedDatabase, listDeletedDatabases, undeleteDatabase } from "./deleted-databases";
import { downloadDump, listDumps } from "./queries";
import { requestDump } from "./request-dump";
import { restoreDatabase } from "./restore-database";
import { uploadDump } from "./upload-dump";

const server = new TenantServer();
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-dumps-"));
const input = { name: "Shop", connectionLimit: 5, extensions: [] };
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment({ DATA_DIR: folder });
  await server.start();
  await connectTenants(server);
  kit = await startWorkerKit({ resources: [databaseKind] });
  owner = await makeUser();
});
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => readdirSync(path.join(folder, "dumps"));
const purge = () => purgeDumpsJob.run({ log: createLogger("purge", "silent"), signal: AbortSignal.timeout(10_000) });

async function make() {
  const created = await createDatabase(owner, input);
  await untilHosted(created.id, "active");
  await query(created.url, "CREATE TABLE orders (id int); INSERT INTO orders SELECT generate_series(1, 100)");
  return created;
}
const countOf = async (url: string) => (await query<{ count: string }>(url, "SELECT count(*) FROM orders"))[0]?.count;

function untilDump(id: string, dumpId: string, status: string) {
  return until(`the dump to be ${status}`, async () => {
    const dump = (await listDumps(owner, id)).items.find((item) => item.id === dumpId);
    return dump?.status === status ? dump : null;
  });
}

async function* chunks(file: string | Buffer) {
  yield Buffer.from(file);
}
const upload = (id: string, file: string | Buffer) => uploadDump(owner, id, chunks(file), AbortSignal.timeout(20_000));

it("takes a dump, and restores it over what came later", async () => {
  const { id, url } = await make();
  const { id: dumpId } = await requestDump(owner, id);
  await expect(requestDump(owner, id)).rejects.toMatchObject({ code: "hosted_busy" });
  const dump = await untilDump(id, dumpId, "ready");
  await untilHosted(id, "active");
  expect(statSync(path.join(folder, "dumps", `${dumpId}.sql.gz`)).mode & 0o777).toBe(0o600);
  const response = await downloadDump(owner, id, dumpId);
  const file = Buffer.from(await response.arrayBuffer());
  expect(file.length).toBe(dump.sizeBytes);
  expect(gunzipSync(file).toString()).toContain("COPY ");

  await setReadOnlyUser(owner, id, true);
  await untilHosted(id, "active");
  await query(url, "DELETE FROM orders; CREATE TABLE later (id int)");
  await restoreDatabase(owner, id, dumpId);
  await untilHosted(id, "active");
  expect(await countOf(url)).toBe("100");
  expect(await query(url, "SELECT to_regclass('later') AS later")).toEqual([{ later: null }]);
  const { items } = await listDatabaseEvents(owner, id);
  expect(items.filter(({ step, status }) => step === "restore" && status === "done")).toHaveLength(1);
  // The second user reads what was restored.
  expect(
    await server.query(
      "SELECT has_database_privilege(rolname, datname, 'CONNECT') AS may FROM pg_roles, pg_database WHERE rolname LIKE 'o\\_%' AND datname LIKE 'd\\_%'",
    ),
  ).toEqual([{ may: true }]);
  await deleteDump(owner, id, dumpId);
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
  expect(files()).toEqual([]);
});

it("restores an uploaded file, and changes nothing when it fails", async () => {
  const { id, url } = await make();
  const bad = await upload(id, "DROP TABLE IF EXISTS x;\nCREATE TABLE orders (wrong;\n");
  await restoreDatabase(owner, id, bad.id);
  expect(await untilHosted(id, "active")).toMatchObject({ failureCode: "restore_failed" });
  expect((await getDatabase(owner, id)).failure?.message).toContain("Line 2");
  expect(await countOf(url)).toBe("100");
  const good = await upload(
    id,
    gzipSync("CREATE TABLE public.orders (id int);\nINSERT INTO public.orders VALUES (1);\n"),
  );
  await restoreDatabase(owner, id, good.id);
  expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
  expect(await countOf(url)).toBe("1");
  const broken = await upload(id, gzipSync("SELECT 1;").subarray(0, 15));
  await restoreDatabase(owner, id, broken.id);
  expect(await untilHosted(id, "active")).toMatchObject({ failureCode: "restore_failed" });
  await expect(upload(id, "")).rejects.toMatchObject({ code: "malformed_request" });
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
});

it("dumps a database that is suspended, and leaves it suspended", async () => {
  const { id } = await make();
  await suspendDatabase(owner, id);
  await untilHosted(id, "suspended");
  const { id: dumpId } = await requestDump(owner, id);
  await untilDump(id, dumpId, "ready");
  await untilHosted(id, "suspended");
  await expect(restoreDatabase(owner, id, dumpId)).rejects.toMatchObject({ code: "hosted_wrong_state" });
  await resumeDatabase(owner, id);
  await untilHosted(id, "active");
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
});

it("goes on when the worker stops in the middle of a dump, a restore and a deletion", async () => {
  const { id, url } = await make();
  const interrupt = async () => {
    await new Promise((resolve) => setTimeout(resolve, 250));
    await kit.stop();
    kit = await startWorkerKit({ resources: [databaseKind] });
  };
  const { id: dumpId } = await requestDump(owner, id);
  await interrupt();
  await untilDump(id, dumpId, "ready");
  await untilHosted(id, "active");
  await query(url, "DELETE FROM orders");
  await restoreDatabase(owner, id, dumpId);
  await interrupt();
  expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
  expect(await countOf(url)).toBe("100");
  await deleteDatabase(owner, id);
  await interrupt();
  await untilHostedGone(id);
  const kept = (await listDeletedDatabases(owner)).items.find(({ databaseId }) => databaseId === id);
  expect(await forgetDeletedDatabase(owner, kept?.id ?? "")).toEqual({ status: "deleted" });
  expect(await server.query("SELECT rolname FROM pg_roles WHERE rolname ~ '^[brod]_'")).toEqual([]);
});

it("leaves everything as it was when the server stops in the middle of a restore", async () => {
  const { id, url } = await make();
  const { id: dumpId } = await requestDump(owner, id);
  await untilDump(id, dumpId, "ready");
  await untilHosted(id, "active");
  await query(url, "INSERT INTO orders VALUES (101)");
  await restoreDatabase(owner, id, dumpId);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await server.stop();
  await until("the run to end", async () => {
    const where = { resourceId: id, finishedAt: null };
    return (await sql().prisma.provisioningRun.count({ where })) === 0;
  });
  await server.start();
  expect(["100", "101"]).toContain(await countOf(url));
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
  expect(await server.query("SELECT rolname FROM pg_roles WHERE rolname ~ '^[brod]_'")).toEqual([]);
});

it("brings a deleted database back with its names and content, for its owner only", async () => {
  const before = await make();
  const another = await makeUser();
  await deleteDatabase(owner, before.id);
  await untilHostedGone(before.id);
  expect(await server.residue()).toEqual([]);
  const { items } = await listDeletedDatabases(owner);
  const deleted = items.find(({ databaseId }) => databaseId === before.id);
  expect(deleted).toMatchObject({ name: "Shop", database: before.database });
  const dumpId = deleted?.id ?? "";
  expect((await listDeletedDatabases(another)).items).toEqual([]);
  await expect(undeleteDatabase(another, dumpId)).rejects.toMatchObject({ code: "not_found" });
  await expect(forgetDeletedDatabase(another, dumpId)).rejects.toMatchObject({ code: "not_found" });

  const after = await undeleteDatabase(owner, dumpId);
  expect(after).toMatchObject({ id: before.id, database: before.database, username: before.username, name: "Shop" });
  expect(after.password).not.toBe(before.password);
  await untilHosted(after.id, "active");
  expect(await countOf(after.url)).toBe("100");
  await expect(undeleteDatabase(owner, dumpId)).rejects.toMatchObject({ code: "not_found" });
  expect((await listDeletedDatabases(owner)).items).toEqual([]);

  await query(after.url, "DELETE FROM orders WHERE id > 7");
  await deleteDatabase(owner, after.id);
  await untilHostedGone(after.id);
  const again = await undeleteDatabase(owner, dumpId);
  await untilHosted(again.id, "active");
  expect(await countOf(again.url)).toBe("7");
  await deleteDatabase(owner, again.id);
  await untilHostedGone(again.id);
});

it("deletes files after their time", async () => {
  for (const name of files()) utimesSync(path.join(folder, "dumps", name), 0, 0);
  const { items } = await listDeletedDatabases(owner);
  const [deleted] = items;
  await purge();
  expect(files().sort()).toEqual(items.map(({ id }) => `${id}.sql.gz`).sort());
  await sql().prisma.hostedDump.updateMany({ data: { expiresAt: new Date(0) } });
  await expect(undeleteDatabase(owner, deleted?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  await purge();
  expect(files()).toEqual([]);
  expect(await sql().prisma.hostedDump.count()).toBe(0);
});
