import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { renderMetrics } from "@/lib/platform/metrics";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectTenants } from "@/lib/testing/hosted/connect-tenants";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { measureDatabasesJob } from "../jobs/measure-databases";
import { deleteDatabase, resumeDatabase, revealCredentials, suspendDatabase, updateDatabase } from "./change-database";
import { createDatabase } from "./create-database";
import { databaseKind } from "./database";
import { describeDatabases, refusal } from "./databases.contract";
import { getDatabase, listDatabases } from "./queries";

const server = new TenantServer();
const input = { name: "Shop", connectionLimit: 5, extensions: [] };
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await connectTenants(server);
  kit = await startWorkerKit({ resources: [databaseKind] });
  owner = await makeUser();
});
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await server.dispose();
});

async function make(actor: Actor = owner) {
  const created = await createDatabase(actor, input);
  await untilHosted(created.id, "active");
  return created;
}

const countedRuns = async () => {
  const rows = await sql().prisma.counter.findMany({ where: { name: "provisioning_runs_total" } });
  return new Map(rows.map(({ label, value }) => [label, value]));
};

describe("a database", () => {
  describeDatabases({
    kind: "postgresql",
    owner: () => owner,
    query,
    residue: () => server.residue(),
    sleep: { statement: "SELECT pg_sleep(20)", ended: /terminat/i },
    refusals: {
      password: /password authentication failed|does not exist/,
      locked: /not permitted to log in/,
      right: /permission denied/,
    },
  });

  it("is counted with its runs, whose durations are measured", async () => {
    const before = await countedRuns();
    const { id } = await make();
    await deleteDatabase(owner, id);
    await untilHostedGone(id);
    const after = await countedRuns();
    for (const label of ["database/create/succeeded", "database/delete/succeeded"])
      expect([label, after.get(label)]).toEqual([label, (before.get(label) ?? 0) + 1]);
    const text = await renderMetrics();
    expect(text).toMatch(/^provisioning_runs_total\{kind="database",run="create",outcome="succeeded"\} \d+$/m);
    expect(text).toMatch(/^provisioning_run_duration_ms_bucket\{kind="database",run="create",le="\+Inf"\} \d+$/m);
  });

  it("is resumed by staff only when staff suspended it", async () => {
    const { id } = await make();
    const staff = await makeUser("ADMIN");
    await suspendDatabase(staff, id);
    await untilHosted(id, "suspended");
    expect(await getDatabase(owner, id)).toMatchObject({ heldByStaff: true });
    await expect(resumeDatabase(owner, id)).rejects.toMatchObject({ code: "suspended_by_staff" });
    await resumeDatabase(staff, id);
    await untilHosted(id, "active");
    await suspendDatabase(owner, id);
    await untilHosted(id, "suspended");
    await resumeDatabase(owner, id);
    await untilHosted(id, "active");
    await deleteDatabase(owner, id, { keepDump: false });
    await untilHostedGone(id);
  });

  it("gets the extensions that were asked for", async () => {
    const { id, url } = await make();
    await updateDatabase(owner, id, { extensions: ["pgcrypto", "citext"] });
    await untilHosted(id, "active");
    const rows = await query<{ extname: string }>(url, "SELECT extname FROM pg_extension ORDER BY 1");
    expect(rows.map(({ extname }) => extname)).toEqual(["citext", "pgcrypto", "plpgsql"]);
    await deleteDatabase(owner, id);
    await untilHostedGone(id);
  });

  it("is measured also when another one cannot be", async () => {
    const broken = await make();
    const { id } = await make();
    await server.asSuperuser(`REVOKE CONNECT ON DATABASE ${broken.database} FROM provider, ${broken.username}`);
    const warn = vi.fn();
    await measureDatabasesJob.run({ log: { warn } as never, signal: AbortSignal.timeout(20_000) });
    expect((await getDatabase(owner, id)).sizeBytes).toBeGreaterThan(0);
    expect((await getDatabase(owner, broken.id)).sizeBytes).toBeNull();
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      { database: broken.id, error: expect.stringContaining("permission denied") },
      expect.any(String),
    );
    for (const each of [id, broken.id]) {
      await deleteDatabase(owner, each, { keepDump: false });
      await untilHostedGone(each);
    }
  });

  it("only reads above its size, and is closed above 120 % of it", async () => {
    const { id, url } = await make();
    const measure = () =>
      measureDatabasesJob.run({ log: { warn: () => {} } as never, signal: AbortSignal.timeout(20_000) });
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb: 7 } });
    await measure();
    await untilHosted(id, "active");
    expect(await getDatabase(owner, id)).toMatchObject({ sizeState: "read_only", sizeBytes: expect.any(Number) });
    expect(await refusal(query(url, "CREATE TABLE t (id int)"))).toMatch(/read-only transaction/);
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb: 5 } });
    await measure();
    await untilHosted(id, "active");
    expect(await refusal(query(url, "SELECT 1"))).toMatch(/not permitted to log in/);
    await sql().prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb: 1024 } });
    await measure();
    await untilHosted(id, "active");
    await query(url, "CREATE TABLE t (id int)");
    const notices = await sql().prisma.notification.count({ where: { userId: owner.userId ?? "" } });
    expect(notices).toBe(3);
    await deleteDatabase(owner, id);
    await untilHostedGone(id);
  });
});

describe("another customer", () => {
  it("can do none of this to a database", async () => {
    const { id, url, database, username } = await make();
    const hostile = await makeUser();
    const own = await make(hostile);
    const elsewhere = new URL(own.url);
    elsewhere.pathname = `/${database}`;
    const probes: [string, string][] = [
      [elsewhere.toString(), "SELECT 1"],
      [own.url, `GRANT CONNECT ON DATABASE ${own.database} TO PUBLIC`],
      [own.url, `GRANT ${username} TO CURRENT_USER`],
      [own.url, `ALTER DATABASE ${own.database} CONNECTION LIMIT 1000`],
      [own.url, `ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000`],
      [own.url, `ALTER DATABASE ${own.database} RENAME TO mine`],
      [own.url, `COMMENT ON DATABASE ${own.database} IS 'x'`],
      [own.url, `DROP DATABASE ${database}`],
      [own.url, `DROP ROLE ${username}`],
      [own.url, "CREATE ROLE more LOGIN"],
      [own.url, "CREATE DATABASE more"],
      [own.url, "CREATE EXTENSION dblink"],
      [own.url, "CREATE EXTENSION file_fdw"],
      [own.url, "COPY (SELECT 1) TO PROGRAM 'id'"],
      [own.url, "COPY (SELECT 1) TO '/tmp/x'"],
      [own.url, "SELECT pg_read_file('/etc/passwd')"],
      [own.url, "SELECT rolpassword FROM pg_authid"],
      [own.url, `SET ROLE ${username}`],
      [own.url, "ALTER SYSTEM SET log_statement = 'all'"],
    ];
    for (const name of ["postgres", "template1", "template0"]) {
      const target = new URL(own.url);
      target.pathname = `/${name}`;
      probes.push([target.toString(), "SELECT 1"]);
    }
    const worked = [];
    for (const [target, statement] of probes) {
      if ((await refusal(query(target, statement))) === "worked") worked.push(statement);
    }
    // PostgreSQL answers "no privileges were granted" with a warning only.
    const [granted] = await server.query<{ open: boolean }>(
      `SELECT array_to_string(datacl, ',') ~ '(^|,)=' AS open FROM pg_database WHERE datname = '${own.database}'`,
    );
    expect(granted).toEqual({ open: false });
    expect(worked.filter((statement) => !statement.startsWith("GRANT CONNECT"))).toEqual([]);
    await expect(getDatabase(hostile, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(revealCredentials(hostile, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteDatabase(hostile, id)).rejects.toMatchObject({ code: "not_found" });
    const { items } = await listDatabases(hostile, { limit: 10 });
    expect(items.map((item) => item.id)).toEqual([own.id]);
    // A function with the name of a built-in one changes nothing for the panel's own statements.
    await query(
      own.url,
      "CREATE FUNCTION public.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT ''x'''",
    );
    await updateDatabase(hostile, own.id, { connectionLimit: 4 });
    await untilHosted(own.id, "active");
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    for (const [actor, each] of [
      [owner, id],
      [hostile, own.id],
    ] as const) {
      await deleteDatabase(actor, each);
      await untilHostedGone(each);
    }
    expect(await server.residue()).toEqual([]);
  });
});
