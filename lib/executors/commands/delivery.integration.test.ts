import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { createToken } from "@/lib/auth/tokens/tokens";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { ExecutorView } from "../contract";
import { moveRollouts } from "../rollouts/rollouts";
import type { CommandView } from "./contract";
import { pushAllHeads } from "./delivery/push-heads";

let environment: TestEnvironment;
let owner: Actor;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
beforeEach(async () => {
  owner = await makeUser();
  cookie = await signedIn(owner);
});
afterAll(() => environment.close());

type Made = ExecutorView & { secret: string };
const ask = (to: string, body?: unknown, params: Record<string, string> = {}) =>
  callRoute(routes, { to, cookie, body, params });
const make = async (more: object = {}) => (await ask("POST /api/executors", { name: "E", ...more })).body as Made;
const headersOf = ({ key, secret }: Made) => ({ "x-api-key": key, "x-api-secret": secret, origin: "" });
const give = async (id: string, type = "ping") =>
  (await ask("POST /api/executors/[id]/commands", { type, payload: {} }, { id })).body as CommandView;
const one = async (id: string, commandId: string) =>
  (await ask("GET /api/executors/[id]/commands/[commandId]", undefined, { id, commandId })).body as CommandView;

describe("a command", () => {
  it("is delivered when it was received, not when it was pushed", async () => {
    const executor = await make();
    const { id } = await give(executor.id);
    await sql().run("UPDATE executor_command SET next_push_at = now() WHERE id = $1", [id]);
    await pushAllHeads();
    const sent = await one(executor.id, id);
    expect(sent).toMatchObject({ id, state: "queued", deliveredAt: null });
    expect(sent.attempts).toBeGreaterThan(0);
    const { body } = await callRoute(routes, { to: "GET /api/executor/commands", headers: headersOf(executor) });
    expect(body.items).toMatchObject([{ id }]);
    expect(await one(executor.id, id)).toMatchObject({ state: "delivered", deliveredAt: expect.any(String) });
  });

  it("can be asked for alone, by its owner only", async () => {
    const executor = await make();
    const { id } = await give(executor.id);
    expect(await one(executor.id, id)).toMatchObject({ id, type: "ping" });
    const to = "GET /api/executors/[id]/commands/[commandId]";
    const otherUser = await signedIn(await makeUser());
    const params = { id: executor.id, commandId: id };
    expect(await callRoute(routes, { to, cookie: otherUser, params })).toMatchObject({ status: 404 });
    expect(await ask(to, undefined, { ...params, commandId: "cmd_x" })).toMatchObject({ status: 404 });
  });
});

describe("the authorisation of a channel", () => {
  const asks = (headers: Record<string, string>, channel: string) =>
    callRoute(routes, { to: "POST /api/pusher/auth", headers, body: { socket_id: "1.1", channel_name: channel } });
  const audited = () =>
    sql().rows<{ reason: string }>(
      "SELECT detail->>'reason' AS reason FROM audit_entry WHERE action IN ('executor.refused', 'access.refused') ORDER BY id",
      [],
    );

  it("answers 401 or 403 and nothing else to what it refuses, and audits it", async () => {
    const executor = await make();
    const channel = `private-executor-${executor.id}`;
    const known = headersOf(executor);
    const other = await make();
    const before = (await audited()).length;
    const answers = [
      await asks({ ...known, "x-api-key": "nonsense" }, channel),
      await asks({ ...known, "x-api-key": "exe_0123456789abcdef" }, channel),
      await asks({ ...known, "x-api-secret": other.secret }, channel),
      await asks(known, `private-executor-${other.id}`),
      await asks({ cookie }, "private-server-srv_0123456789abcdefghijklmnop"),
      await asks({ cookie }, "private-staff"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 403, 403, 403]);
    expect((await audited()).length - before).toBe(6);
  });
});

describe("budgets", () => {
  it("of a script and of its owner's browser are apart, and cancelling waits for neither", async () => {
    const executor = await make();
    const { id } = await give(executor.id);
    const { token } = await createToken(owner, owner.userId ?? "", { name: "script", scopes: ["*"] });
    const list = (headers: Record<string, string>) => callRoute(routes, { to: "GET /api/executors", headers });
    const script = { authorization: `Bearer ${token}`, origin: "" };
    await sql().run("DELETE FROM rate_limit_window");
    // The limits of tests are wide: the counters are filled instead.
    for (const key of await keysOf(list, script)) {
      await sql().run("UPDATE rate_limit_window SET count = 2000000000 WHERE key = $1", [key]);
    }
    expect([(await list(script)).status, (await list({ cookie })).status]).toEqual([429, 200]);
    await sql().run("UPDATE rate_limit_window SET count = 2000000000");
    expect((await list({ cookie })).status).toBe(429);
    const to = "DELETE /api/executors/[id]/commands/[commandId]";
    expect((await ask(to, undefined, { id: executor.id, commandId: id })).status).toBe(200);
    expect((await ask("DELETE /api/executors/[id]", undefined, { id: executor.id })).status).toBe(204);
  });

  /** The counters that one call of the script makes. */
  async function keysOf(list: (headers: Record<string, string>) => Promise<unknown>, headers: Record<string, string>) {
    await list(headers);
    return (await sql().rows<{ key: string }>("SELECT key FROM rate_limit_window")).map(({ key }) => key);
  }
});

describe("a table of executors", () => {
  it.each([
    ["with a byte order mark", '\uFEFF"name","zmqPort"\r\nShop,5555\r\n'],
    ["with semicolons, as Excel writes it", "name;zmqHost;zmqPort\r\nShop;tcp://localhost;5555\r\n"],
    ["with tabs", 'name\tzmqPort\n"Shop"\t5555\n'],
    ["with a quoted head and commas in cells", '"name","zmqHost"\n"Shop, north; 2","tcp://localhost"\n'],
  ])("is read %s", async (_what, csv) => {
    const { status, body } = await ask("POST /api/executors/batch", { csv });
    expect(status).toBe(201);
    expect(body).toMatchObject({ made: 1 });
  });
});

describe("a roll-out", () => {
  /** An executor that took the version of a roll-out whose share is being watched. */
  async function watched(): Promise<{ executor: string; halted: () => Promise<boolean> }> {
    const template = (await ask("POST /api/executor-templates", { name: "T", settings: {} })).body as { id: string };
    const params = { id: template.id };
    const executor = await make({ templateId: template.id });
    await sql().run("UPDATE executor SET last_seen_at = now(), status = 'ok', applied_version = config_version");
    await ask("PATCH /api/executor-templates/[id]", { settings: { zmqPort: 7000 } }, params);
    const body = { stages: [100], soakSeconds: 600, maxFailures: 0 };
    expect((await ask("POST /api/executor-templates/[id]/rollouts", body, params)).status).toBe(201);
    await moveRollouts();
    await sql().run("UPDATE executor SET last_seen_at = now(), applied_version = config_version WHERE id = $1", [
      executor.id,
    ]);
    const halted = async () => {
      await moveRollouts();
      const { items } = (await ask("GET /api/executor-templates/[id]/rollouts", undefined, params)).body as {
        items: { state: string }[];
      };
      return items[0]?.state === "halted";
    };
    expect(await halted()).toBe(false);
    return { executor: executor.id, halted };
  }

  it.each([
    ["is degraded, as with a full disk", "UPDATE executor SET status = 'degraded' WHERE id = $1"],
    [
      "lost its bridge",
      `WITH known AS (INSERT INTO executor_sample (executor_id, at, metrics)
         VALUES ($1, now() - interval '5 minutes', '{"bridgeConnected": 1}') RETURNING executor_id)
       UPDATE executor SET metrics = '{"bridgeConnected": 0}' FROM known WHERE id = known.executor_id`,
    ],
    [
      "had a command fail",
      `INSERT INTO executor_command (id, executor_id, seq, type, payload, state, expires_at, signing_key, signature, acked_at, finished_at)
       VALUES ('cmd_' || $1, $1, 1, 'ping', '{}', 'failed', now(), 'k', 's', now() + interval '10 ms', now() + interval '10 ms')`,
    ],
  ])("halts when an executor of the share %s", async (_what, statement) => {
    const { executor, halted } = await watched();
    await sql().run(statement, [executor]);
    expect(await halted()).toBe(true);
  });

  it("goes on with an executor that never had a bridge", async () => {
    const { executor, halted } = await watched();
    await sql().run(`UPDATE executor SET metrics = '{"bridgeConnected": 0}' WHERE id = $1`, [executor]);
    expect(await halted()).toBe(false);
  });
});
