import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { systemActor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { until } from "@/lib/testing/until";
import { HealthRecorder, recordHealth } from "./health-recorder";
import { readHealthHistory } from "./read-history";

let environment: TestEnvironment;
const calls: string[] = [];
const outside = createServer((request, response) => {
  calls.push(request.url ?? "");
  response.end("ok");
});
beforeAll(async () => {
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  const { port } = outside.address() as AddressInfo;
  environment = await openTestEnvironment({ HEARTBEAT_URL: `http://127.0.0.1:${port}/ping/1`, PORT: "47311" });
});
afterAll(async () => {
  outside.close();
  await environment.close();
});

it("records each check once a minute, also with two workers, and shows it to staff", async () => {
  const now = new Date();
  await Promise.all([recordHealth(now), recordHealth(now)]);
  const rows = await sql().prisma.healthRecord.findMany();
  const names = rows.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(rows.find(({ name }) => name === "database")).toMatchObject({ state: "ok", value: expect.any(Number) });
  // No worker is connected in this test, and none of the panel's processes listens.
  expect(rows.find(({ name }) => name === "worker")?.state).toBe("failed");
  expect(rows.find(({ name }) => name === "web")?.state).toBe("failed");
  const { checks } = await readHealthHistory(systemActor, 1, now.getTime() + 1_000);
  expect(checks.find(({ name }) => name === "worker")?.availability).toBe(0);
  const staff = await signedIn(await makeUser("MANAGER"));
  const answer = await callRoute(routes, { to: "GET /api/admin/health", cookie: staff });
  expect(answer.status).toBe(200);
  expect((answer.body.items as { name: string }[]).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  const odd = await callRoute(routes, { to: "GET /api/health/history", cookie: staff, query: "?hours=5" });
  expect(odd.status).toBe(422);
});

it("calls an address outside while it runs", async () => {
  const recorder = new HealthRecorder(createLogger("test", "silent"), 50);
  recorder.start();
  await until("the call", async () => calls.length > 0);
  await recorder.stop();
  expect(calls[0]).toBe("/ping/1");
});

it("says which messages failed and wait", async () => {
  await sql().run(`INSERT INTO delivery (id, recipient, template, state, finished_at)
    VALUES ('mai_failed', 'a@example.net', 'test-message', 'failed', now())`);
  await recordHealth(new Date(Date.now() + 60_000));
  const row = await sql().prisma.healthRecord.findFirst({ where: { name: "mail" }, orderBy: { at: "desc" } });
  expect(row?.state).toBe("degraded");
});
