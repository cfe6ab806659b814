import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { ConfigAnswer } from "./config/contract";
import type { ExecutorView } from "./contract";
import { moveRollouts } from "./rollouts/rollouts";
import type { TemplateView } from "./templates/contract";

let environment: TestEnvironment;
let owner: Actor;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  owner = await makeUser();
  cookie = await signedIn(owner);
});
afterAll(() => environment.close());

const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });
const template = async (settings: object) =>
  (await ask("POST /api/executor-templates", { name: "T", settings })).body as TemplateView;
const patch = (id: string, body: object) => ask("PATCH /api/executor-templates/[id]", body, { params: { id } });
const ports = async (templateId: string) =>
  (
    await sql().rows<{ port: number }>(
      "SELECT (config->>'zmqPort')::int AS port FROM executor WHERE template_id = $1 ORDER BY md5(id)",
      [templateId],
    )
  ).map(({ port }) => port);
const config = (key: string, secret: string) =>
  callRoute(routes, {
    to: "GET /api/executor/config",
    headers: { "x-api-key": key, "x-api-secret": secret, origin: "" },
  });

describe("a batch", () => {
  it("makes executors from CSV, whose secrets work", async () => {
    const { id } = await template({ zmqPort: 5001 });
    const csv = `name,template,zmqHost\nA,${id},10.0.0.1\n"=B, ""b""",,\n`;
    const answer = await ask("POST /api/executors/batch", { csv });
    expect(answer).toMatchObject({ status: 201, body: { state: "done", made: 2, total: 2 } });
    const [head, first = "", second = ""] = String(answer.body.csv).split("\r\n");
    expect(head).toBe("name,key,secret");
    expect(second).toContain(`"'=B, ""b"""`);
    const [, key = "", secret = ""] = first.split(",");
    expect(((await config(key, secret)).body as ConfigAnswer).config).toMatchObject({
      name: "A",
      zmqHost: "10.0.0.1",
      zmqPort: 5001,
    });
  });

  it("is made whole or not at all", async () => {
    const before = await sql().row("SELECT count(*)::int AS n FROM executor");
    const csv = "name,zmqPort\nA,1\nB,99999999\n";
    const answer = await ask("POST /api/executors/batch", { csv });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "csv.3.overrides.zmqPort" }] } });
    const foreign = { csv: "name,template\nA,\nB,ext_00000000000000000000000000\n" };
    expect(await ask("POST /api/executors/batch", foreign)).toMatchObject({ status: 422 });
    expect(await sql().row("SELECT count(*)::int AS n FROM executor")).toEqual(before);
  });
});

describe("an enrolment token", () => {
  const enroll = (token: string) => callRoute(routes, { to: "POST /api/executor/enroll", body: { token } });
  it("creates one executor for concurrent calls", async () => {
    const { token } = (await ask("POST /api/executors/enrolments", { name: "Shop" })).body as { token: string };
    expect(token).toMatch(/^ent_/);
    const answers = await Promise.all([1, 2, 3].map(() => enroll(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
    const made = answers.find(({ status }) => status === 201)?.body as { key: string; secret: string };
    expect((await config(made.key, made.secret)).status).toBe(200);
  });

  it("expires, and cannot be guessed", async () => {
    const { token, id } = (await ask("POST /api/executors/enrolments", { name: "Shop" })).body as Record<
      string,
      string
    >;
    await sql().run("UPDATE executor_enrolment SET expires_at = now() WHERE id = $1", [id]);
    const refused = { status: 404, code: "enrolment_token_invalid" };
    expect(await enroll(token ?? "")).toMatchObject(refused);
    expect(await enroll("ent_guess")).toMatchObject(refused);
  });
});

describe("a roll-out", () => {
  async function fleet(size: number): Promise<string> {
    const { id } = await template({ zmqPort: 1 });
    const csv = `name,template\n${Array.from({ length: size }, (_, n) => `E${n},${id}\n`).join("")}`;
    expect((await ask("POST /api/executors/batch", { csv })).status).toBe(201);
    await patch(id, { settings: { zmqPort: 2 } });
    return id;
  }
  const start = (id: string, body: object) =>
    ask("POST /api/executor-templates/[id]/rollouts", body, { params: { id } });

  it("reaches executors share by share, and new ones only when it is done", async () => {
    const id = await fleet(10);
    expect(await ports(id)).toEqual(Array(10).fill(1));
    const started = await start(id, { stages: [1, 50, 100], soakSeconds: 0 });
    expect(started.status).toBe(201);
    expect(await start(id, {})).toMatchObject({ status: 409, code: "rollout_running" });
    const after: number[] = [];
    for (let n = 0; n < 6; n++) {
      await moveRollouts();
      after.push((await ports(id)).filter((port) => port === 2).length);
    }
    expect(after).toEqual([1, 1, 5, 5, 10, 10]);
    const { items } = (await ask("GET /api/executor-templates/[id]/rollouts", undefined, { params: { id } })).body;
    expect(items).toMatchObject([{ state: "done", toVersion: 2 }]);
    const fresh = (await ask("POST /api/executors", { name: "New", templateId: id })).body as ExecutorView;
    expect(fresh).toMatchObject({ templateVersion: 2, config: { zmqPort: 2 } });
    expect(await ask("DELETE /api/executor-templates/[id]", undefined, { params: { id } })).toMatchObject({
      status: 409,
      code: "template_in_use",
    });
  });

  it("halts on errors and is rolled back", async () => {
    const id = await fleet(4);
    const rolloutId = String((await start(id, { stages: [25, 100], soakSeconds: 0 })).body.id);
    await moveRollouts();
    await sql().run(
      "UPDATE executor SET status = 'error', applied_version = config_version, last_seen_at = now() WHERE template_id = $1 AND template_version = 2",
      [id],
    );
    await moveRollouts();
    await moveRollouts();
    const listed = (await ask("GET /api/executor-templates/[id]/rollouts", undefined, { params: { id } })).body;
    expect(listed.items).toMatchObject([{ state: "halted", reason: expect.stringContaining("1 of the executors") }]);
    expect((await ports(id)).filter((port) => port === 2)).toHaveLength(1);
    const to = "DELETE /api/executor-templates/[id]/rollouts/[rolloutId]";
    expect((await ask(to, undefined, { params: { id, rolloutId } })).body).toMatchObject({ state: "rolled_back" });
    expect(await ports(id)).toEqual([1, 1, 1, 1]);
  });
});

describe("what belongs to others", () => {
  it("is not there", async () => {
    const { id } = await template({});
    const otherUser = await signedIn(await makeUser());
    const more = { params: { id }, cookie: otherUser };
    expect(await ask("GET /api/executor-templates/[id]", undefined, more)).toMatchObject({ status: 404 });
    expect(await ask("POST /api/executors", { name: "X", templateId: id }, more)).toMatchObject({ status: 422 });
    expect((await ask("GET /api/executors", undefined, more)).body.items).toEqual([]);
    const staff = await signedIn(await makeUser("MANAGER"));
    expect(await ask("GET /api/executor-templates/[id]", undefined, { params: { id }, cookie: staff })).toMatchObject({
      status: 200,
    });
  });
});
