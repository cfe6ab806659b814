import { statSync, utimesSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { makeUser } from "@/lib/testing/fixtures";
import { DumpBench, type DumpHarness } from "@/lib/testing/hosted/dump-bench";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { deleteDatabase, resumeDatabase, setReadOnlyUser, suspendDatabase } from "../change-database";
import { getDatabase, listDatabaseEvents } from "../queries";
import { deleteDump } from "./delete-dump";
import { forgetDeletedDatabase, listDeletedDatabases, undeleteDatabase } from "./deleted-databases";
import { downloadDump } from "./queries";
import { requestDump } from "./request-dump";
import { restoreDatabase } from "./restore-database";
/** Dumps and restores, for each kind of server. */
export function describeDumps(harness: DumpHarness): DumpBench {
  const bench = new DumpBench(harness);
  beforeAll(() => bench.prepare(), 300_000);
  afterAll(() => bench.dispose());
  describeRestores(bench);
  describeInterruptions(bench);
  describeDeleted(bench);
  return bench;
}

function describeRestores(bench: DumpBench): void {
  const { make, countOf, upload, untilDump, files, end } = bench;
  const { harness } = bench;
  const { query } = harness;

  it("takes a dump, and restores it over what came later", async () => {
    const { id, url } = await make();
    const { id: dumpId } = await requestDump(bench.owner, id);
    await expect(requestDump(bench.owner, id)).rejects.toMatchObject({ code: "hosted_busy" });
    const dump = await untilDump(id, dumpId, "ready");
    await untilHosted(id, "active");
    expect(statSync(path.join(bench.folder, "dumps", `${dumpId}.sql.gz`)).mode & 0o777).toBe(0o600);
    const response = await downloadDump(bench.owner, id, dumpId);
    const file = Buffer.from(await response.arrayBuffer());
    expect(file.length).toBe(dump.sizeBytes);
    expect(gunzipSync(file).toString()).toContain(harness.rows);

    const reader = (await setReadOnlyUser(bench.owner, id, true)).readOnly?.url ?? "";
    await untilHosted(id, "active");
    await query(url, "DELETE FROM orders");
    await query(url, "CREATE TABLE later (id int)");
    await restoreDatabase(bench.owner, id, dumpId);
    await untilHosted(id, "active");
    expect(await countOf(url)).toBe("100");
    await expect(query(url, "SELECT * FROM later")).rejects.toThrow(/exist/);
    const { items } = await listDatabaseEvents(bench.owner, id);
    expect(items.filter(({ step, status }) => step === "restore" && status === "done")).toHaveLength(1);
    // The second user reads what was restored.
    expect(await countOf(reader)).toBe("100");
    await deleteDump(bench.owner, id, dumpId);
    await end(id);
    expect(files()).toEqual([]);
  }, 120_000);

  it("restores an uploaded file, and changes nothing when it fails", async () => {
    const { id, url } = await make();
    const bad = await upload(id, harness.bad.file);
    await restoreDatabase(bench.owner, id, bad.id);
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: "restore_failed" });
    expect((await getDatabase(bench.owner, id)).failure?.message).toContain(harness.bad.reason);
    expect(await countOf(url)).toBe("100");
    const good = await upload(id, gzipSync("CREATE TABLE orders (id int);\nINSERT INTO orders VALUES (1);\n"));
    await restoreDatabase(bench.owner, id, good.id);
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
    expect(await countOf(url)).toBe("1");
    const broken = await upload(id, gzipSync("SELECT 1;").subarray(0, 15));
    await restoreDatabase(bench.owner, id, broken.id);
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: "restore_failed" });
    await expect(upload(id, "")).rejects.toMatchObject({ code: "malformed_request" });
    await end(id);
  }, 120_000);

  it("dumps a database that is suspended, and leaves it suspended", async () => {
    const { id } = await make();
    await suspendDatabase(bench.owner, id);
    await untilHosted(id, "suspended");
    const { id: dumpId } = await requestDump(bench.owner, id);
    await untilDump(id, dumpId, "ready");
    await untilHosted(id, "suspended");
    await expect(restoreDatabase(bench.owner, id, dumpId)).rejects.toMatchObject({ code: "hosted_wrong_state" });
    await resumeDatabase(bench.owner, id);
    await untilHosted(id, "active");
    await end(id);
  }, 120_000);
}

function describeInterruptions(bench: DumpBench): void {
  const { make, countOf, untilDump, dumped, end, untilNoRun, namesOfUsers } = bench;
  const { harness } = bench;
  const { query } = harness;

  it("goes on when the worker stops in the middle of a dump, a restore and a deletion", async () => {
    const { id, url } = await make();
    const interrupt = async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      await bench.restartWorker();
    };
    const { id: dumpId } = await requestDump(bench.owner, id);
    await interrupt();
    await untilDump(id, dumpId, "ready");
    await untilHosted(id, "active");
    await query(url, "DELETE FROM orders");
    await restoreDatabase(bench.owner, id, dumpId);
    await interrupt();
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
    expect(await countOf(url)).toBe("100");
    await deleteDatabase(bench.owner, id);
    await interrupt();
    await untilHostedGone(id);
    const kept = (await listDeletedDatabases(bench.owner)).items.find(({ databaseId }) => databaseId === id);
    expect(await forgetDeletedDatabase(bench.owner, kept?.id ?? "")).toEqual({ status: "deleted" });
    expect(await namesOfUsers()).toEqual([]);
  }, 120_000);

  it("leaves everything as it was, or says that it does not, when the server stops in the middle of a restore", async () => {
    const { id, url } = await make();
    const dumpId = await dumped(id);
    await query(url, "INSERT INTO orders VALUES (101)");
    await restoreDatabase(bench.owner, id, dumpId);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await harness.stopServer();
    await harness.startServer();
    // Its undo waits for the server.
    await untilNoRun(id);
    const { failureCode } = await untilHosted(id, "active");
    if (failureCode === "restore_broken") {
      await restoreDatabase(bench.owner, id, dumpId);
      expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
    }
    expect(["100", "101"]).toContain(await countOf(url));
    await end(id);
    expect(await namesOfUsers()).toEqual([]);
  }, 120_000);
}

function describeDeleted(bench: DumpBench): void {
  const { make, countOf, files, purge } = bench;
  const { harness } = bench;
  const { query } = harness;

  it("brings a deleted database back with its names and content, for its owner only", async () => {
    const before = await make();
    const another = await makeUser();
    await deleteDatabase(bench.owner, before.id);
    await untilHostedGone(before.id);
    expect(await harness.residue()).toEqual([]);
    const { items } = await listDeletedDatabases(bench.owner);
    const deleted = items.find(({ databaseId }) => databaseId === before.id);
    expect(deleted).toMatchObject({ name: "Shop", database: before.database });
    const dumpId = deleted?.id ?? "";
    expect((await listDeletedDatabases(another)).items).toEqual([]);
    await expect(undeleteDatabase(another, dumpId)).rejects.toMatchObject({ code: "not_found" });
    await expect(forgetDeletedDatabase(another, dumpId)).rejects.toMatchObject({ code: "not_found" });

    const after = await undeleteDatabase(bench.owner, dumpId);
    expect(after).toMatchObject({ id: before.id, database: before.database, username: before.username, name: "Shop" });
    expect(after.password).not.toBe(before.password);
    await untilHosted(after.id, "active");
    expect(await countOf(after.url)).toBe("100");
    await expect(undeleteDatabase(bench.owner, dumpId)).rejects.toMatchObject({ code: "not_found" });
    expect((await listDeletedDatabases(bench.owner)).items).toEqual([]);

    await query(after.url, "DELETE FROM orders WHERE id > 7");
    await deleteDatabase(bench.owner, after.id);
    await untilHostedGone(after.id);
    const again = await undeleteDatabase(bench.owner, dumpId);
    await untilHosted(again.id, "active");
    expect(await countOf(again.url)).toBe("7");
    await deleteDatabase(bench.owner, again.id);
    await untilHostedGone(again.id);
  }, 120_000);

  it("deletes files after their time", async () => {
    for (const name of files()) utimesSync(path.join(bench.folder, "dumps", name), 0, 0);
    const { items } = await listDeletedDatabases(bench.owner);
    const [deleted] = items;
    await purge();
    expect(files().sort()).toEqual(items.map(({ id }) => `${id}.sql.gz`).sort());
    await sql().prisma.hostedDump.updateMany({ data: { expiresAt: new Date(0) } });
    await expect(undeleteDatabase(bench.owner, deleted?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    await purge();
    expect(files()).toEqual([]);
    expect(await sql().prisma.hostedDump.count()).toBe(0);
  }, 120_000);
}
