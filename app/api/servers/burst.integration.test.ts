import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { database } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it("500 creates at once on 436 ports: 436 succeed, 64 are refused because no port is free, none because the database is busy", async () => {
  await makeNode({ portStart: 25_565, portEnd: 26_000 });
  await sql().run("UPDATE node SET memory_mb = 10000000, cpu_milli = 10000000, disk_mb = 100000000");
  const owner = await makeUser();
  await sql().run(
    "UPDATE app_user SET max_servers = 1000, max_memory_mb = 10000000, max_cpu_milli = 10000000, max_disk_mb = 100000000",
  );
  const cookie = await signedIn(owner);
  const body = { name: "World", memory: 0.5, diskSpace: 1 };
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => callRoute(routes, { to: "POST /api/servers", cookie, body })),
  );
  const counted = new Map<string, number>();
  for (const { status, code } of answers) {
    const key = `${status} ${code ?? ""}`.trim();
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  expect(Object.fromEntries(counted)).toEqual({ "201": 436, "409 port_pool_exhausted": 64 });
  const ports = await sql().rows("SELECT DISTINCT main_port FROM workload");
  expect(ports).toHaveLength(436);
}, 120_000);

it("a pool that is in use for longer than a request may take answers busy, with the time to wait", async () => {
  const { pool } = database();
  const { connectionTimeoutMillis } = pool.options;
  pool.options.connectionTimeoutMillis = 300;
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  const answer = await callRoute(routes, { to: "GET /api/servers", cookie: "lightnode-session=".padEnd(61, "A") });
  for (const client of held) client.release();
  pool.options.connectionTimeoutMillis = connectionTimeoutMillis;
  expect(answer).toMatchObject({ status: 503, code: "database_busy" });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});
