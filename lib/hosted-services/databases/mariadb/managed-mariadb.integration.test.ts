import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { query } from "@/lib/testing/hosted/mariadb-tenants";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { residue, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
import { createProvider } from "../../providers/create-provider";
import { deleteProvider } from "../../providers/delete-provider";
import { getProvider } from "../../providers/list-providers";
import { testProvider } from "../../providers/test-provider";
import { deleteDatabase, revealCredentials, updateDatabase } from "../change-database";
import { createDatabase } from "../create-database";
import { databaseKind } from "../database";
import { deleteDump } from "../dumps/delete-dump";
import { listDeletedDatabases, undeleteDatabase } from "../dumps/deleted-databases";
import { downloadDump, listDumps } from "../dumps/queries";
import { requestDump } from "../dumps/request-dump";
import { restoreDatabase } from "../dumps/restore-database";
import { uploadDump } from "../dumps/upload-dump";
import { getDatabase } from "../queries";
import { managedMariadb } from "./mariadb-server";

const folder = mkdtempSync(path.join(tmpdir(), "lightnode-mariadb-"));
const docker = (...args: string[]) => promisify(execFile)("/usr/bin/docker", args);
const input = { name: "Shop", connectionLimit: 5, extensions: [] };
let environment: TestEnvironment;
let kit: WorkerKit;
let admin: Actor;
let owner: Actor;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment({ DATA_DIR: folder });
  nodeId = await makeNode(await freePortRange(10));
  kit = await startWorkerKit({ kinds: [managedMariadb.workload], resources: [databaseKind], watchNode: nodeId });
  admin = await makeUser("ADMIN");
  owner = await makeUser();
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
  rmSync(folder, { recursive: true, force: true });
});

async function* chunks(file: string) {
  yield Buffer.from(file);
}
async function restoreText(id: string, text: string) {
  const { id: dumpId } = await uploadDump(owner, id, chunks(text), AbortSignal.timeout(20_000));
  await restoreDatabase(owner, id, dumpId);
  const row = await untilHosted(id, "active");
  await deleteDump(owner, id, dumpId);
  return row;
}

const content = [
  "CREATE TABLE orders (id int PRIMARY KEY AUTO_INCREMENT, note varchar(200), raw blob)",
  "CREATE TABLE order_lines (order_id int, FOREIGN KEY (order_id) REFERENCES orders (id))",
  "INSERT INTO orders (note, raw) VALUES ('it''s\\n\\\\! id', x'00ff0a'), ('DELIMITER ;;', 'y')",
  "INSERT INTO order_lines VALUES (1)",
  "CREATE VIEW notes AS SELECT note FROM orders",
  "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.note = coalesce(NEW.note, 'none')",
  "CREATE PROCEDURE number() SELECT count(*) AS n FROM orders",
];

it("is run, used, dumped, restored and removed without a trace", async () => {
  const before = await residue();
  const { id: provider } = await createProvider(admin, {
    kind: "mariadb",
    name: "Own",
    mode: "managed" as const,
    nodeId,
  });
  await until("it to run", async () => (await getProvider(admin, provider)).status !== "provisioning", 240_000);
  await untilIdle(provider, 240_000);
  const row = await sql().prisma.workload.findUnique({ where: { id: provider } });
  expect(row).toMatchObject({ status: "online", failureMessage: null });
  expect((await testProvider(admin, provider)).version).toMatch(/^1\d\.\d+\.\d+$/);
  expect((await getProvider(admin, provider)).endpoints).toMatchObject([{ name: "sql", protocol: "mysql" }]);

  const { id, url } = await createDatabase(owner, input);
  await untilHosted(id, "active");
  expect(await query(`${url}?ssl-mode=REQUIRED`, "SHOW STATUS LIKE 'Ssl_cipher'")).toMatchObject([
    { Value: expect.stringMatching(/^TLS_/) },
  ]);
  expect((await revealCredentials(owner, id)).command).toContain("mariadb --ssl -h");
  for (const statement of content) await query(url, statement);

  const { id: dumpId } = await requestDump(owner, id);
  await untilHosted(id, "active");
  expect((await listDumps(owner, id)).items).toMatchObject([{ id: dumpId, status: "ready" }]);
  const file = Buffer.from(await (await downloadDump(owner, id, dumpId)).arrayBuffer());
  expect(gunzipSync(file).toString()).toContain("-- Dump completed");

  // Everything comes back, what came later goes, and views run with the customer's rights, also in limited networks.
  await query(url, "CREATE TABLE later (id int)");
  await query(url, "DELETE FROM order_lines");
  await restoreDatabase(owner, id, dumpId);
  expect(await untilHosted(id, "active")).toMatchObject({ failureCode: null });
  expect(await query(url, "SELECT note FROM notes ORDER BY 1")).toEqual([
    { note: "DELIMITER ;;" },
    { note: "it's\n\\! id" },
  ]);
  expect(await query(url, "SHOW TABLES LIKE 'later'")).toEqual([]);
  expect(await query(url, "SELECT hex(raw) AS raw FROM orders WHERE id = 1")).toEqual([{ raw: "00FF0A" }]);
  await query(url, "INSERT INTO orders (raw) VALUES ('z')");
  expect(await query(url, "SELECT note FROM orders WHERE id = 3")).toEqual([{ note: "none" }]);
  await query(url, "CALL number()");
  const definer = { definer: expect.stringMatching(/^r_[0-9a-f]{18}@%$/) };
  expect(await query(url, "SELECT DISTINCT DEFINER AS definer FROM information_schema.VIEWS")).toEqual([definer]);
  await updateDatabase(owner, id, { allowedNetworks: ["0.0.0.0/1", "128.0.0.0/1"] });
  await untilHosted(id, "active");
  await query(url, "SELECT * FROM notes");

  await deleteDatabase(owner, id);
  await untilHostedGone(id);
  const [deleted] = (await listDeletedDatabases(owner)).items;
  const back = await undeleteDatabase(owner, deleted?.id ?? "");
  await untilHosted(id, "active");
  expect(await query(back.url, "SELECT count(*) AS n FROM notes")).toEqual([{ n: "3" }]);
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
  expect(await deleteProvider(admin, provider)).toEqual({ status: "deleting" });
  const where = { where: { id: provider } };
  await until("the provider to be gone", async () => (await sql().prisma.hostedProvider.count(where)) === 0);
  await untilIdle(provider);
  expect(await residue()).toEqual(before);
}, 400_000);

it("changes nothing when a restore fails, and runs no command of the client", async () => {
  const { id: provider } = await createProvider(admin, {
    kind: "mariadb",
    name: "Two",
    mode: "managed" as const,
    nodeId,
  });
  await untilIdle(provider, 240_000);
  const { id, url } = await createDatabase(owner, input);
  await untilHosted(id, "active");
  await query(url, "CREATE TABLE kept (id int)");
  const name = new URL(url).pathname.slice(1);
  const hostile: [string, RegExp][] = [
    ["CREATE TABLE x (id int);\nCREATE TABLE kept (wrong;\n", /1064.*line 2/],
    ["system touch /data/mariadb/x\n", /1064/],
    ["\\! touch /data/mariadb/x\n", /Unknown command/],
    ["source /etc/passwd\n", /1064|Unknown command/],
    ["USE mysql;\n", /1044.*denied/],
    [`INSERT INTO ${name}.kept VALUES (1);\n`, /1142.*denied/],
    ["GRANT ALL ON *.* TO CURRENT_USER;\n", /1045.*denied/],
    ["CREATE TABLE x (a text);\nLOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE x;\n", /4166|1148/],
    ["CREATE DEFINER=`game`@`localhost` PROCEDURE p() SELECT 1;\nCREATE TABLE x (wrong;\n", /1064/],
    ["SELECT 1 INTO OUTFILE '/data/none/x';\n", /1227.*denied/],
  ];
  for (const [text, reason] of hostile) {
    expect([text, await restoreText(id, text)]).toEqual([
      text,
      expect.objectContaining({ failureCode: "restore_failed" }),
    ]);
    const { failure } = await getDatabase(owner, id);
    expect([text, failure?.message]).toEqual([text, expect.stringMatching(reason)]);
    // The client's command line has passwords of the panel's accounts in it.
    expect(failure?.message).not.toMatch(/--socket|IDENTIFIED|\/usr\/bin/);
    expect((await query(url, "SHOW TABLES")).map((row) => Object.values(row))).toEqual([["kept"]]);
    expect(await query(url, "SELECT * FROM kept")).toEqual([]);
  }
  const { stdout } = await docker("exec", provider, "/usr/local/bin/node", "-p", "fs.existsSync('/data/mariadb/x')");
  expect(stdout.trim()).toBe("false");
  const other = "CREATE TABLE t (id int);\nCREATE DEFINER=`root`@`localhost` VIEW v AS SELECT * FROM t;\n";
  expect(await restoreText(id, other)).toMatchObject({ failureCode: null });
  expect(await query(url, "SELECT * FROM v")).toEqual([]);
  await deleteDatabase(owner, id, { keepDump: false });
  await untilHostedGone(id);
}, 400_000);
