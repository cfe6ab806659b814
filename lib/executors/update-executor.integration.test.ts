import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { EventRelay } from "@/lib/events/event-relay";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { ExecutorView } from "./contract";
import { publishChanges } from "./publication/changed-event";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser());
});
afterAll(() => environment.close());

const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });
const made = async (fields: object = {}) =>
  (await ask("POST /api/executors", { name: "Till", ...fields })).body as ExecutorView & { secret: string };
const patch = (id: string, body: object, as = cookie) =>
  ask("PATCH /api/executors/[id]", body, { params: { id }, cookie: as });
const executor = async (id: string) =>
  (await ask("GET /api/executors/[id]", undefined, { params: { id } })).body as ExecutorView;

describe("a change of an executor", () => {
  it("from an older version is refused, also as a dry run", async () => {
    const { id } = await made();
    expect(await patch(id, { overrides: { zmqPort: 2 }, ifVersion: 1 })).toMatchObject({ status: 200 });
    const late = { overrides: { zmqPort: 3 }, ifVersion: 1 };
    for (const dryRun of [true, false]) {
      expect(await patch(id, { ...late, dryRun })).toMatchObject({ status: 409, code: "changed_meanwhile" });
    }
    expect(await executor(id)).toMatchObject({ configVersion: 2, overrides: { zmqPort: 2 } });
    expect(await patch(id, { ifVersion: 2 })).toMatchObject({ status: 422 });
  });

  it("is published by an event of its transaction; a dry run and a refusal publish nothing", async () => {
    const { id } = await made();
    const published: unknown[] = [];
    const events = () => sql().prisma.outboxEvent.count({ where: { name: "executor.changed", subject: id } });
    await patch(id, { overrides: { zmqPort: 2 }, dryRun: true });
    await patch(id, { overrides: { zmqPort: 2 }, ifVersion: 9 });
    expect(await events()).toBe(0);
    await patch(id, { overrides: { zmqPort: 2 } });
    await ask("DELETE /api/executors/[id]", undefined, { params: { id } });
    expect(await events()).toBe(2);
    const reaction = publishChanges(async (_channels, _event, data) => published.push(data) > 0);
    const log = createLogger("test", "silent");
    const listener = new DatabaseListener({ databaseUrl: environment.databaseUrl, log });
    const relay = new EventRelay({ listener, reactions: [reaction], log });
    await listener.start();
    relay.start();
    await expect
      .poll(() => published.slice(-2), { timeout: 15_000 })
      .toMatchObject([
        { executorId: id, what: "config" },
        { executorId: id, what: "presence" },
      ]);
    await relay.stop();
    await listener.stop();
  });
});
