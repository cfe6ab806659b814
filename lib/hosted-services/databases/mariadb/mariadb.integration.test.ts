import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { MariadbTenants, query } from "@/lib/testing/hosted/mariadb-tenants";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { reconcileProvider } from "../../drift/reconcile";
import { measureDatabasesJob } from "../../jobs/measure-databases";
import { createProvider } from "../../providers/create-provider";
import {
  deleteDatabase,
  resumeDatabase,
  revealCredentials,
  setReadOnlyUser,
  suspendDatabase,
  updateDatabase,
} from "../change-database";
import { createDatabase } from "../create-database";
import { databaseKind } from "../database";
import { describeDatabases, refusal } from "../databases.contract";
import { requestDump } from "../dumps/request-dump";
import { getDatabase, getFigures } from "../queries";
import { openMariadb } from "./mariadb-connection";
import { neededRights } from "./tenant.remote.sql";

const server = new MariadbTenants();
const input = { name: "Shop", connectionLimit: 5, extensions: [] };
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let admin: Actor;
let providerId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  providerId = await server.connect();
  kit = await startWorkerKit({ resources: [databaseKind] });
  owner = await makeUser();
  admin = await makeUser("ADMIN");
}, 120_000);
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await server.dispose();
});

async function make(actor: Actor = owner, more: { allowedNetworks?: string[] } = {}) {
  const created = await createDatabase(actor, { ...input, ...more });
  await untilHosted(created.id, "active");
  return created;
}

async function end(actor: Actor, id: string): Promise<void> {
  await deleteDatabase(actor, id, { keepDump: false });
  await untilHostedGone(id);
}

it("is connected only with an account that may do what is needed", async () => {
  await server.asRoot("CREATE USER weak IDENTIFIED BY 'weak'; GRANT SELECT ON *.* TO weak WITH GRANT OPTION");
  const connect = (change: (url: URL) => void) => {
    const url = new URL(server.url);
    change(url);
    const connection = { ...server.connection({ withAgent: false }), url: url.toString() };
    return createProvider(admin, { kind: "mariadb", name: "Other", mode: "external", connection });
  };
  const weak = connect((url) => Object.assign(url, { username: "weak", password: "weak" }));
  await expect(weak).rejects.toMatchObject({
    code: "connection_failed",
    message: expect.stringMatching(
      /^The account lacks DELETE, DROP, .*TRIGGER, CREATE USER, PROCESS, CONNECTION ADMIN/,
    ),
  });
  await server.asRoot(`GRANT ${neededRights.filter((right) => right !== "CREATE").join(", ")} ON *.* TO weak`);
  const almost = connect((url) => Object.assign(url, { username: "weak", password: "weak" }));
  await expect(almost).rejects.toMatchObject({ message: "The account lacks CREATE ON *.* WITH GRANT OPTION." });
  const wrong = connect((url) => Object.assign(url, { password: "wrong" }));
  await expect(wrong).rejects.toMatchObject({ message: expect.stringContaining("Access denied") });
  const gone = connect((url) => Object.assign(url, { port: "1" }));
  await expect(gone).rejects.toMatchObject({ message: expect.stringContaining("ECONNREFUSED") });
  await server.asRoot("DROP USER weak");
});

describe("a database of MariaDB", () => {
  describeDatabases({
    kind: "mariadb",
    owner: () => owner,
    query,
    residue: () => server.residue(),
    sleep: { statement: "SELECT SLEEP(20)", ended: /closed|lost|killed|interrupted/i },
    refusals: { password: /Access denied/, locked: /locked/, right: /denied/ },
  });

  it("has logins in the forms of its clients, figures, and no dumps where the panel does not run the server", async () => {
    const { id, url } = await make();
    await query(url, "CREATE TABLE orders (id int)");
    await query(url, "SELECT * FROM orders");
    const figures = await getFigures(owner, id);
    expect(figures).toMatchObject({ commits: null });
    expect(figures.statements).toContainEqual(
      expect.objectContaining({ text: expect.stringMatching(/SELECT \* FROM `?orders/), calls: 1 }),
    );
    const { command, prisma, jdbc, psql } = await revealCredentials(owner, id);
    expect(command).toMatch(/^MYSQL_PWD='[^']+' mariadb -h /);
    expect(prisma).toContain('provider = "mysql"');
    expect(jdbc).toMatch(/^jdbc:mariadb:/);
    expect(psql).toBeNull();
    expect(await getDatabase(owner, id)).toMatchObject({ canDump: false });
    await expect(requestDump(owner, id)).rejects.toMatchObject({ code: "dump_unavailable" });
    await expect(deleteDatabase(owner, id, { keepDump: true })).rejects.toMatchObject({ code: "dump_unavailable" });
    await end(owner, id);
  });

  it("has no extensions", async () => {
    const wanted = { ...input, extensions: ["pgcrypto" as const] };
    await expect(createDatabase(owner, wanted)).rejects.toMatchObject({ code: "validation_failed" });
    expect(await sql().prisma.hostedResource.count()).toBe(0);
  });

  it("ends sessions when it is suspended, and has no more of them than its limit", async () => {
    const { id, url } = await make();
    const session = await openMariadb(url);
    const ended = new Promise((resolve) => session.on("error", resolve));
    await suspendDatabase(owner, id);
    await untilHosted(id, "suspended");
    await ended;
    session.destroy();
    await updateDatabase(owner, id, { connectionLimit: 2 });
    await untilHosted(id, "suspended");
    await resumeDatabase(owner, id);
    await untilHosted(id, "active");
    const sessions = [await openMariadb(url), await openMariadb(url)];
    expect(await refusal(openMariadb(url))).toMatch(/max_user_connections/);
    for (const one of sessions) one.destroy();
    await end(owner, id);
  });

  it("only reads above its size, can free space then, and is closed above 120 % of it", async () => {
    const { id, url } = await make();
    const measure = () =>
      measureDatabasesJob.run({ log: { warn: () => {} } as never, signal: AbortSignal.timeout(20_000) });
    await query(url, "CREATE TABLE t (a longblob)");
    for (let n = 0; n < 9; n++) await query(url, "INSERT INTO t VALUES (repeat('x', 1048576))");
    await measure();
    const { sizeBytes } = await getDatabase(owner, id);
    expect(sizeBytes).toBeGreaterThan(9 * 1024 * 1024);
    const sizeMb = Math.floor((sizeBytes ?? 0) / 1024 / 1024);
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb: sizeMb - 1 } });
    await measure();
    await untilHosted(id, "active");
    expect(await getDatabase(owner, id)).toMatchObject({ sizeState: "read_only" });
    expect(await refusal(query(url, "INSERT INTO t VALUES ('x')"))).toMatch(/denied/);
    expect(await refusal(query(url, "CREATE TABLE more (id int)"))).toMatch(/denied/);
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb: 5 } });
    await measure();
    await untilHosted(id, "active");
    expect(await refusal(query(url, "SELECT 1"))).toMatch(/locked/);
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb: sizeMb - 1 } });
    await measure();
    await untilHosted(id, "active");
    await query(url, "TRUNCATE t");
    await measure();
    await untilHosted(id, "active");
    expect(await getDatabase(owner, id)).toMatchObject({ sizeState: "ok" });
    await query(url, "CREATE TABLE more (id int)");
    await end(owner, id);
  });

  it("is limited to networks, and its views work after they change", async () => {
    // The container sees connections from this machine with the address of its network.
    const { id, url } = await make(owner, { allowedNetworks: ["172.16.0.0/12", "2001:db8::/32"] });
    await query(url, "CREATE TABLE t (id int)");
    await query(url, "CREATE VIEW v AS SELECT * FROM t");
    expect(await getDatabase(owner, id)).toMatchObject({ allowedNetworks: ["172.16.0.0/12", "2001:db8::/32"] });
    const reader = (await setReadOnlyUser(owner, id, true)).readOnly?.url ?? "";
    await untilHosted(id, "active");
    expect(await query(reader, "SELECT * FROM v")).toEqual([]);
    const session = await openMariadb(url);
    const ended = new Promise((resolve) => session.on("error", resolve));
    await updateDatabase(owner, id, { allowedNetworks: ["198.51.100.0/24"] });
    await untilHosted(id, "active");
    await ended;
    session.destroy();
    expect(await refusal(query(url, "SELECT 1"))).toMatch(/locked|denied/);
    expect(await refusal(query(reader, "SELECT 1"))).toMatch(/denied|not allowed/);
    await updateDatabase(owner, id, { allowedNetworks: [] });
    await untilHosted(id, "active");
    expect(await query(url, "SELECT * FROM v")).toEqual([]);
    await expect(updateDatabase(owner, id, { allowedNetworks: ["2001:db8::/33"] })).rejects.toMatchObject({
      code: "networks_not_enforced",
    });
    await end(owner, id);
    expect(await server.residue()).toEqual([]);
  });

  it("has no drift, and differences are named and repaired", async () => {
    const { id, database, username } = await make(owner, { allowedNetworks: ["172.16.0.0/12"] });
    const provider = await sql().prisma.hostedProvider.findUniqueOrThrow({ where: { id: providerId } });
    const reconcile = async () => {
      await reconcileProvider(provider, AbortSignal.timeout(20_000));
      return sql().prisma.hostedDrift.findMany();
    };
    expect(await reconcile()).toEqual([]);
    await server.asRoot(`ALTER USER ${username}@'%' ACCOUNT UNLOCK`);
    expect(await reconcile()).toMatchObject([{ detail: "Every network can connect." }]);
    await server.asRoot(`CREATE USER x; GRANT SELECT ON ${database}.* TO x`);
    await updateDatabase(owner, id, { connectionLimit: 7 });
    await untilHosted(id, "active");
    expect(await reconcile()).toMatchObject([{ detail: "Every user of the server can connect to it." }]);
    await server.asRoot("DROP USER x");
    await server.asRoot(`INSERT INTO lightnode.tenant VALUES ('d_${"0".repeat(18)}', 'dbs_none', '[]')`);
    expect(await reconcile()).toMatchObject([{ type: "orphan", resourceId: "dbs_none" }]);
    await server.asRoot("DELETE FROM lightnode.tenant WHERE marker = 'dbs_none'");
    await end(owner, id);
  });
});

/** With a client that would send the file: only the server can refuse it. */
async function sendFile(url: string, table: string): Promise<void> {
  const { createConnection } = await import("mysql2/promise");
  const connection = await createConnection({ uri: url, flags: ["LOCAL_FILES"] });
  try {
    const text = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table}`;
    await connection.query({ sql: text, infileStreamFactory: () => Readable.from(["row\n"]) });
  } finally {
    connection.destroy();
  }
}

describe("another customer", () => {
  it("sees the names of prepared XA transactions and can end them, as the documentation says", async () => {
    const { id, url, database } = await make();
    await query(url, "CREATE TABLE t (id int)");
    const session = await openMariadb(url);
    for (const step of ["XA START 'mine'", "INSERT INTO t VALUES (1)", "XA END 'mine'", "XA PREPARE 'mine'"])
      await session.query(step);
    session.destroy();
    const hostile = await makeUser();
    const own = await make(hostile);
    const seen = await query(own.url, "XA RECOVER");
    expect(seen.map(({ data }) => String(data))).toEqual(["mine"]);
    expect(JSON.stringify(seen)).not.toContain(database);
    // It can end it, and not change what is in it.
    await query(own.url, "XA ROLLBACK 'mine'");
    expect(await query(url, "SELECT * FROM t")).toEqual([]);
    expect(await query(url, "XA RECOVER")).toEqual([]);
    await end(owner, id);
    await end(hostile, own.id);
  });

  it("can do none of this to a database, and sees no name of it", async () => {
    const { id, url, database, username } = await make();
    await query(url, "CREATE TABLE secret (id int)");
    await query(url, "CREATE PROCEDURE p() SQL SECURITY DEFINER SELECT 1");
    const hostile = await makeUser();
    const own = await make(hostile);
    const probes = [
      `USE ${database}`,
      `SELECT * FROM ${database}.secret`,
      `CALL ${database}.p()`,
      `CREATE TABLE ${database}.mine (id int)`,
      `DROP DATABASE ${database}`,
      "CREATE DATABASE more",
      "CREATE DATABASE d_000000000000000000",
      `GRANT SELECT ON ${own.database}.* TO '${username}'@'%'`,
      `GRANT ALL ON *.* TO CURRENT_USER`,
      "CREATE USER more",
      `ALTER USER '${username}'@'%' IDENTIFIED BY 'x'`,
      `DROP USER '${username}'@'%'`,
      `SET PASSWORD FOR '${username}'@'%' = PASSWORD('x')`,
      `ALTER USER CURRENT_USER WITH MAX_USER_CONNECTIONS 0`,
      "ALTER USER CURRENT_USER ACCOUNT UNLOCK",
      "SELECT * FROM mysql.global_priv",
      "SELECT * FROM mysql.user",
      "SELECT * FROM mysql.db",
      "SELECT * FROM lightnode.tenant",
      "SELECT 'x' INTO OUTFILE '/data/none/x'",
      "SELECT 'x' INTO DUMPFILE '/tmp/x'",
      "LOAD DATA INFILE '/etc/passwd' INTO TABLE own_t",
      "SET GLOBAL general_log = 1",
      "SET GLOBAL event_scheduler = 1",
      "SET SESSION sql_log_bin = 0",
      "INSTALL PLUGIN x SONAME 'ha_connect.so'",
      "CREATE FUNCTION sys_exec RETURNS int SONAME 'x.so'",
      "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST '127.0.0.1')",
      "SHUTDOWN",
      "FLUSH PRIVILEGES",
      "FLUSH TABLES WITH READ LOCK",
      "CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO SELECT 1",
      `CREATE DEFINER = '${username}'@'%' PROCEDURE stolen() SELECT 1`,
      `CREATE DEFINER = 'lightnode'@'%' VIEW stolen AS SELECT 1`,
      `CREATE DEFINER = 'game'@'localhost' PROCEDURE stolen() SELECT 1`,
      `CREATE VIEW peek AS SELECT * FROM ${database}.secret`,
      `CREATE TABLE linked LIKE ${database}.secret`,
      `RENAME TABLE ${database}.secret TO ${own.database}.secret`,
      `SHOW CREATE PROCEDURE ${database}.p`,
      `SHOW TABLES FROM ${database}`,
      `SHOW GRANTS FOR '${username}'@'%'`,
      "SHOW DATABASES",
      "SHOW ENGINE INNODB STATUS",
      "SHOW MASTER STATUS",
      "SELECT * FROM information_schema.INNODB_SYS_TABLESPACES",
      "SELECT * FROM performance_schema.events_statements_summary_by_digest",
      "SELECT * FROM performance_schema.threads",
      "SELECT * FROM performance_schema.accounts",
      "SELECT * FROM sys.processlist",
      "KILL 1",
    ];
    await query(own.url, "CREATE TABLE own_t (a text)");
    const worked = [];
    for (const statement of probes) {
      if ((await refusal(query(own.url, statement))) === "worked") worked.push(statement);
    }
    expect(worked).toEqual([]);
    expect(await refusal(sendFile(own.url, "own_t"))).toMatch(/LOAD DATA LOCAL INFILE|not allowed/);
    const other = new URL(own.url);
    other.username = username;
    expect(await refusal(query(other.toString(), "SELECT 1"))).toMatch(/Access denied/);
    // Nothing that a customer may read names anything of another one.
    const schema = await query(
      own.url,
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'information_schema'",
    );
    const leaks = [];
    for (const { name } of schema) {
      const rows = await query(own.url, `SELECT * FROM information_schema.\`${name}\``).catch(() => []);
      const text = JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
      if (text.includes(database) || text.includes(username) || text.includes("secret")) leaks.push(name);
    }
    expect(leaks).toEqual([]);
    expect(JSON.stringify(await query(own.url, "SHOW FULL PROCESSLIST"))).not.toContain("lightnode");
    for (const [actor, each] of [
      [owner, id],
      [hostile, own.id],
    ] as const)
      await end(actor, each);
    expect(await server.residue()).toEqual([]);
  });
});
