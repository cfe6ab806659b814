import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { until } from "@/lib/testing/until";
import type { DatabaseStatus } from "./contract";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser("ADMIN"));
});
afterAll(() => environment.close());

async function status(): Promise<DatabaseStatus> {
  const { status: code, body } = await callRoute(routes, { to: "GET /api/admin/database", cookie });
  expect(code).toBe(200);
  return body as DatabaseStatus;
}

it("describes the real database: size, tables, connections, the pool and statements", async () => {
  await sql().rows("ANALYZE app_user");
  const { facts, pool, slowStatements } = await status();
  expect(Number(facts.version.split(".")[0])).toBeGreaterThanOrEqual(15);
  expect(facts.bytes).toBeGreaterThan(1_000_000);
  expect(facts.tables.find(({ name }) => name === "app_user")).toMatchObject({ rows: 1 });
  expect(facts.connections.some(({ name }) => name === "lightnode")).toBe(true);
  expect(pool.open).toBeGreaterThan(0);
  expect(slowStatements.length).toBeGreaterThan(0);
  expect(facts.isReplica).toBe(false);
  // A deletion in the table that it refers to would read the whole table.
  expect(facts.foreignKeysWithoutIndex).toEqual([]);
  expect(facts.invalidIndexes).toEqual([]);
});

it("finds an invalid index, a foreign key without an index and a transaction that waits for a lock", async () => {
  await sql().run("CREATE TABLE status_probe (id int PRIMARY KEY, parent int REFERENCES status_probe)");
  await sql().run("INSERT INTO status_probe VALUES (1, NULL), (2, NULL)");
  await sql()
    .run("CREATE UNIQUE INDEX CONCURRENTLY status_broken ON status_probe ((1))")
    .catch(() => {});
  const [holder, waiter] = [new Client(env().DATABASE_URL), new Client(env().DATABASE_URL)];
  await Promise.all([holder.connect(), waiter.connect()]);
  try {
    await holder.query("BEGIN; UPDATE status_probe SET parent = 1 WHERE id = 1");
    const waiting = waiter.query("UPDATE status_probe SET parent = 2 WHERE id = 1");
    const blocked = await until("the lock", async () => {
      const { facts } = await status();
      return facts.statements.find(({ blockedBy }) => blockedBy.length > 0) ? facts : null;
    });
    expect(blocked.statements.find(({ blockedBy }) => blockedBy.length > 0)?.text).toContain("UPDATE status_probe");
    expect(blocked.invalidIndexes).toEqual(["status_broken"]);
    expect(blocked.foreignKeysWithoutIndex).toContainEqual({ table: "status_probe", name: "status_probe_parent_fkey" });
    await holder.query("COMMIT");
    await waiting;
  } finally {
    await Promise.all([holder.end(), waiter.end()]);
    await sql().run("DROP TABLE status_probe");
  }
});
