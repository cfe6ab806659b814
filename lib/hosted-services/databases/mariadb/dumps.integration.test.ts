import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { query } from "@/lib/testing/hosted/mariadb-tenants";
import { untilHosted } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { sweepEngine, untilIdle } from "@/lib/testing/worker-kit";
import { createProvider } from "../../providers/create-provider";
import { setReadOnlyUser } from "../change-database";
import { describeDumps } from "../dumps/dumps.contract";
import { restoreDatabase } from "../dumps/restore-database";
import { getDatabase } from "../queries";
import { openMariadb } from "./mariadb-connection";
import { managedMariadb } from "./mariadb-server";

/** The service that the panel runs: only there are dumps of MariaDB. */
let service = "";
const docker = (...args: string[]) => promisify(execFile)("/usr/bin/docker", args);
const client = ["/usr/bin/mariadb", "--no-defaults", "--socket=/tmp/mariadb.sock", "--user=game", "--batch"];

async function asRoot(statement: string): Promise<string[]> {
  const args = ["exec", service, ...client, "--skip-column-names", `--execute=${statement}`];
  const { stdout } = await docker(...args);
  return stdout.split("\n").filter(Boolean);
}

const startServer = async () => {
  await docker("start", service);
  await until("the agent to answer", async () => {
    const { stdout } = await docker("logs", "--since", "5s", "--tail", "5", service);
    return stdout.includes("database server is ready");
  });
};

const names = `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME REGEXP '^[bds]_'
  UNION ALL SELECT concat(User, '@', Host) FROM mysql.global_priv WHERE User REGEXP '^[bors]_'
  UNION ALL SELECT name FROM lightnode.tenant`;

describe("dumps of MariaDB", () => {
  const bench = describeDumps({
    kinds: [managedMariadb.workload],
    connect: async () => {
      const nodeId = await makeNode(await freePortRange(10));
      const input = { kind: "mariadb", name: "Own", mode: "managed" as const, nodeId };
      service = (await createProvider(await makeUser("ADMIN"), input)).id;
      await untilIdle(service, 240_000);
    },
    dispose: () => sweepEngine(),
    query,
    fill: `INSERT INTO orders
      WITH RECURSIVE n AS (SELECT 1 AS id UNION ALL SELECT id + 1 FROM n WHERE id < 100) SELECT id FROM n`,
    rows: "INSERT INTO `orders` VALUES",
    bad: { file: "DROP TABLE IF EXISTS x;\nCREATE TABLE orders (wrong;\n", reason: "line 2" },
    stopServer: async () => {
      await docker("stop", "--time", "20", service);
    },
    startServer,
    residue: () => asRoot(names),
  });
  const { make, countOf, upload, end } = bench;
  const scratchOf = (database: string) => database.replace("d_", "s_");
  const exists = async (name: string) => (await asRoot(names)).includes(name);
  /** Begins a restore that stays in its first phase for some seconds. */
  async function beginSlow(id: string, database: string, seconds: number): Promise<void> {
    const file = `CREATE TABLE orders (id int);\nDO SLEEP(${seconds});\nINSERT INTO orders VALUES (1);\n`;
    const { id: dumpId } = await upload(id, file);
    await restoreDatabase(bench.owner, id, dumpId);
    await until("the first phase", () => exists(scratchOf(database)));
  }

  it("lets neither user sign in while it is restored, and both afterwards", async () => {
    const { id, url, database } = await make();
    const reader = (await setReadOnlyUser(bench.owner, id, true)).readOnly?.url ?? "";
    await untilHosted(id, "active");
    await beginSlow(id, database, 2);
    for (const each of [url, reader]) await expect(query(each, "SELECT 1")).rejects.toThrow(/denied|locked/);
    expect(await exists(scratchOf(database))).toBe(true);
    await bench.untilNoRun(id);
    for (const each of [url, reader]) expect(await countOf(each)).toBe("1");
    await end(id);
  }, 60_000);

  it("says that the content is lost when the second phase fails, opens the database, and can be repeated", async () => {
    const { id, url, database, username } = await make();
    await beginSlow(id, database, 2);
    await asRoot(`ALTER USER ${username}@'%' ACCOUNT LOCK`);
    await bench.untilNoRun(id);
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: "restore_broken" });
    const { failure } = await getDatabase(bench.owner, id);
    expect(failure?.message).toMatch(/may have lost its former content. .*locked/s);
    expect(await query(url, "SHOW TABLES")).toEqual([]);
    const { id: dumpId } = await upload(id, "CREATE TABLE orders (id int);\nINSERT INTO orders VALUES (1), (2);\n");
    await restoreDatabase(bench.owner, id, dumpId);
    await bench.untilNoRun(id);
    expect(await countOf(url)).toBe("2");
    await end(id);
  }, 60_000);

  it("changes nothing while a prepared XA transaction has locks", async () => {
    const { id, url } = await make();
    const dumpId = await bench.dumped(id);
    const session = await openMariadb(url);
    for (const step of ["XA START 'x'", "INSERT INTO orders VALUES (101)", "XA END 'x'", "XA PREPARE 'x'"])
      await session.query(step);
    session.destroy();
    await restoreDatabase(bench.owner, id, dumpId);
    await bench.untilNoRun(id);
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: "restore_failed" });
    expect((await getDatabase(bench.owner, id)).failure?.message).toContain("Lock wait timeout");
    await query(url, "XA COMMIT 'x'");
    expect(await countOf(url)).toBe("101");
    await end(id);
  }, 90_000);

  it("works while the database only reads because of its size", async () => {
    const { id, url } = await make();
    const dumpId = await bench.dumped(id);
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { sizeState: "read_only" } });
    await restoreDatabase(bench.owner, id, dumpId);
    await bench.untilNoRun(id);
    expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
    expect(await countOf(url)).toBe("100");
    await expect(query(url, "INSERT INTO orders VALUES (1)")).rejects.toThrow(/denied/);
    await end(id);
  }, 60_000);

  it("ends what it does when the worker goes away, and the next worker does it again", async () => {
    const { id, url, database } = await make();
    await beginSlow(id, database, 5);
    await bench.stopWorker();
    await until("it to end", async () => !(await exists(scratchOf(database))), 4_000);
    expect(await asRoot("SELECT USER FROM information_schema.PROCESSLIST WHERE USER LIKE 'b\\_%'")).toEqual([]);
    await expect(query(url, "SELECT 1")).rejects.toThrow(/denied|locked/);
    await bench.restartWorker();
    await bench.untilNoRun(id);
    expect(await countOf(url)).toBe("1");
    await end(id);
  }, 60_000);

  it("removes what an interrupted restore has left when the server starts", async () => {
    const left = "0".repeat(18);
    await asRoot(`CREATE DATABASE s_${left}; CREATE DATABASE b_${left};
      CREATE USER b_${left}@localhost, s_${left}@localhost`);
    await docker("stop", "--time", "20", service);
    await startServer();
    expect((await asRoot(names)).filter((name) => name.includes(left))).toEqual([]);
  }, 60_000);
});
