import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { runBatches } from "../batches/run-batch";
import type { CommandView } from "../commands/contract";
import { endCommands } from "../commands/end-commands";
import type { BatchView, ExecutorView } from "../contract";
import type { BulkAnswer, TimelineItem } from "./contract";
import { presenceSql } from "./presence";
import { purgeExecutorSamples } from "./samples";
import { summariseFleet } from "./summarise-fleet";
import { watchPresence } from "./watch-presence";

let environment: TestEnvironment;
let owner: Actor;
let cookie: string;
let strangerCookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  owner = await makeUser();
  cookie = await signedIn(owner);
  strangerCookie = await signedIn(await makeUser());
});
afterAll(() => environment.close());

type Made = ExecutorView & { secret: string };
const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });
const made = async (fields: object = {}) =>
  (await ask("POST /api/executors", { name: "Bridge", ...fields })).body as Made;
const headersOf = ({ key, secret }: Made) => ({ "x-api-key": key, "x-api-secret": secret, origin: "" });
const beat = (one: Made, more: object = {}) =>
  callRoute(routes, {
    to: "POST /api/executor/heartbeat",
    headers: headersOf(one),
    body: { version: "1.0.0", os: "linux", hostname: "shop", status: "ok", configVersion: 1, ...more },
  });
const timeline = async (id: string) =>
  (await ask("GET /api/executors/[id]/timeline", undefined, { params: { id } })).body.items as TimelineItem[];
const silent = (id: string, seconds: number) =>
  sql().run("UPDATE executor SET last_seen_at = now() - make_interval(secs => $2) WHERE id = $1", [id, seconds]);

describe("presence", () => {
  it.each([
    ["never", null, []],
    ["online", 0, []],
    ["online", 44, []],
    ["late", 46, []],
    ["late", 89, []],
    ["offline", 91, []],
    ["online", 10, [60, 120]],
    ["flapping", 10, [60, 120, 180]],
    ["online", 10, [60, 120, 601]],
    ["offline", 91, [100, 120, 180]],
  ])("is %s after %s s of silence and returns %j s ago", async (expected, silence, returns) => {
    const row = await sql().row(
      `SELECT ${presenceSql} AS presence FROM (
         SELECT NULL::timestamptz AS revoked_at, now() - make_interval(secs => $1::float8) AS last_seen_at,
                '{"heartbeatIntervalMs": 30000}'::jsonb AS config,
                ARRAY(SELECT now() - make_interval(secs => ago) FROM unnest($2::float8[]) AS ago) AS returned_at) AS e`,
      [silence, returns],
    );
    expect(row).toEqual({ presence: expected });
  });

  it("is recorded when it changes, once, and shown in the timeline", async () => {
    const one = await made();
    expect(await watchPresence()).toBe(0);
    await beat(one);
    await silent(one.id, 50);
    expect(await watchPresence()).toBe(1);
    expect(await watchPresence()).toBe(0);
    await silent(one.id, 100);
    expect(await watchPresence()).toBe(1);
    await beat(one);
    const kinds = (await timeline(one.id)).map(({ kind }) => kind).reverse();
    expect(kinds).toEqual([
      "created",
      "presence.online",
      "config.applied",
      "presence.late",
      "presence.offline",
      "presence.online",
    ]);
    const foreign = { params: { id: one.id }, cookie: strangerCookie };
    expect((await ask("GET /api/executors/[id]/timeline", undefined, foreign)).status).toBe(404);
  });

  it("counts and filters the fleet", async () => {
    const one = await made({ name: "Filtered" });
    await beat(one, { version: "9.9.9", configVersion: 7 });
    const summary = await summariseFleet(owner);
    expect(summary.versions).toContainEqual({ version: "9.9.9", count: 1 });
    expect(summary.drifted).toBeGreaterThanOrEqual(1);
    expect(Object.values(summary.byPresence).reduce((a, b) => a + b)).toBeGreaterThanOrEqual(summary.total);
    const found = async (query: string) =>
      ((await ask("GET /api/executors", undefined, { query: `?${query}` })).body.items as ExecutorView[]).map(
        ({ id }) => id,
      );
    expect(await found("version=9.9.9")).toEqual([one.id]);
    expect(await found("version=9.9.9&presence=online&drifted=true")).toEqual([one.id]);
    expect(await found("version=9.9.9&drifted=false")).toEqual([]);
    expect(await found("version=9.9.9&presence=offline")).toEqual([]);
    expect((await ask("GET /api/executors", undefined, { query: "?presence=gone" })).status).toBe(422);
  });
});

describe("figures", () => {
  it("are kept once a minute, averaged, and thinned out after a day", async () => {
    const one = await made();
    await beat(one, { metrics: { rssMb: 60 } });
    await beat(one, { metrics: { rssMb: 900 } });
    const to = "GET /api/executors/[id]/metrics";
    const answer = await ask(to, undefined, { params: { id: one.id }, query: "?range=1h" });
    expect(answer.body.points).toMatchObject([{ metrics: { rssMb: 60 } }]);
    await sql().run(
      `INSERT INTO executor_sample (executor_id, at, metrics)
       SELECT $1, date_trunc('hour', now()) - interval '2 days' + make_interval(mins => m), '{}' FROM generate_series(0, 59) AS m`,
      [one.id],
    );
    await purgeExecutorSamples();
    const left = await sql().row("SELECT count(*)::int AS n FROM executor_sample WHERE executor_id = $1", [one.id]);
    expect(left).toEqual({ n: 5 });
  });
});

describe("bulk actions", () => {
  const bulk = async (ids: string[], action: object, dryRun: boolean) =>
    (await ask("POST /api/executors/bulk", { ids, action, dryRun })).body as BulkAnswer;

  it("say first what they would do, and then do it to each alone", async () => {
    const [a, b, foreign] = [await made({ name: "A" }), await made({ name: "B" }), "exe_00000000000000000000000000"];
    const ping = { kind: "command", type: "ping" };
    expect(await bulk([a.id, b.id, foreign], ping, true)).toMatchObject({ dryRun: true, affected: 2 });
    const commands = () => sql().row("SELECT count(*)::int AS n FROM executor_command WHERE executor_id = $1", [a.id]);
    expect(await commands()).toEqual({ n: 0 });
    expect(await bulk([a.id, a.id, foreign], ping, false)).toMatchObject({
      affected: 1,
      results: [
        { id: a.id, ok: true },
        { id: foreign, ok: false },
      ],
    });
    expect(await commands()).toEqual({ n: 1 });
    const { id: templateId } = (await ask("POST /api/executor-templates", { name: "T", settings: { zmqPort: 7 } }))
      .body;
    const follow = { kind: "template", templateId };
    expect((await bulk([a.id], follow, true)).results[0]?.message).toBe("Would change 1 setting.");
    expect((await bulk([a.id], follow, false)).results[0]?.message).toBe("Changed 1 setting.");
    expect((await bulk([a.id], follow, false)).results[0]?.ok).toBe(false);
    expect(await bulk([a.id, b.id], { kind: "revoke" }, false)).toMatchObject({ affected: 2 });
    expect(await bulk([a.id], ping, false)).toMatchObject({ affected: 0, results: [{ message: "It is revoked." }] });
  });

  it("give the others their command when one has as many as it may", async () => {
    const [full, a, b] = [await made({ name: "Full" }), await made({ name: "A" }), await made({ name: "B" })];
    await sql().run(
      `INSERT INTO executor_command (id, executor_id, seq, type, payload, expires_at, signing_key, signature)
       SELECT 'cmd_' || $1 || n, $1, n, 'ping', '{}', now() + interval '1 day', 's', 's' FROM generate_series(1, 1000) n`,
      [full.id],
    );
    const results = [
      { id: a.id, ok: true, message: "Sent as number 1." },
      { id: full.id, ok: false, message: expect.stringContaining("cancel some") },
      { id: b.id, ok: true, message: "Sent as number 1." },
    ];
    const answer = await bulk([a.id, full.id, b.id], { kind: "command", type: "ping" }, false);
    expect(answer).toMatchObject({ affected: 2, results });
  });

  it("are done once, however often a lost answer makes them be sent", async () => {
    const { id } = await made();
    const body = { ids: [id], action: { kind: "command", type: "ping" } };
    const headers = { "idempotency-key": "pressed-twice" };
    const first = await ask("POST /api/executors/bulk", body, { headers });
    expect((await ask("POST /api/executors/bulk", body, { headers })).body).toEqual(first.body);
    const { n } =
      (await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM executor_command WHERE executor_id = $1", [
        id,
      ])) ?? {};
    expect(n).toBe(1);
  });

  it("refuse what no command is, before anything is done", async () => {
    const { id } = await made();
    const body = { ids: [id], action: { kind: "command", type: "bridge.send", payload: {} } };
    expect(await ask("POST /api/executors/bulk", body)).toMatchObject({ status: 422 });
    const unknown = { ids: [id], action: { kind: "command", type: "format-disk" } };
    expect(await ask("POST /api/executors/bulk", unknown)).toMatchObject({ code: "unknown_command_type" });
  });

  it("never reach another's executors", async () => {
    const { id } = await made();
    const body = { ids: [id], action: { kind: "revoke" } };
    const answer = await ask("POST /api/executors/bulk", body, { cookie: strangerCookie });
    expect(answer.body).toMatchObject({ affected: 0, results: [{ ok: false, name: "" }] });
  });
});

describe("a large batch", () => {
  const start = async (lines: number) => {
    const csv = `name\n${Array.from({ length: lines }, (_, n) => `E${n}\n`).join("")}`;
    return (await ask("POST /api/executors/batch", { csv })).body as BatchView;
  };
  const read = async (id: string) =>
    (await ask("GET /api/executors/batch/[id]", undefined, { params: { id } })).body as BatchView;
  const take = (id: string, more: object = {}) =>
    ask("POST /api/executors/batch/[id]/download", undefined, { params: { id }, ...more });

  it("is the worker's, and its secrets are taken once, by nobody else", async () => {
    const { id, state } = await start(25);
    expect(state).toBe("queued");
    expect(await take(id)).toMatchObject({ status: 409, code: "batch_unfinished" });
    await Promise.all([runBatches(), runBatches()]);
    expect(await read(id)).toMatchObject({ state: "done", made: 25, total: 25 });
    const stored = await sql().row<{ sealed: string }>(
      "SELECT csv_sealed AS sealed FROM executor_batch WHERE id = $1",
      [id],
    );
    expect(stored?.sealed).not.toContain("exs_");
    expect(await take(id, { cookie: strangerCookie })).toMatchObject({ status: 404 });
    const answers = await Promise.all([take(id), take(id), take(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    const count = await sql().row("SELECT count(*)::int AS n FROM executor WHERE name ~ '^E[0-9]+$'");
    expect(count).toEqual({ n: 25 });
  });

  it("goes on when its worker is lost, and makes nothing twice", async () => {
    const { id } = await start(12);
    await sql().run("UPDATE executor_batch SET state = 'running', held_until = now() - interval '1 s' WHERE id = $1", [
      id,
    ]);
    await runBatches();
    expect(await read(id)).toMatchObject({ state: "done", made: 12 });
    await runBatches();
    const logged = "SELECT count(*)::int AS n FROM executor WHERE name IN ('E10', 'E11')";
    expect(await sql().row(logged)).toEqual({ n: 4 });
  });
});

describe("configurations", () => {
  it("are restored with the layers they were made of", async () => {
    const one = await made({ overrides: { zmqPort: 6001 } });
    await ask("PATCH /api/executors/[id]", { overrides: { zmqPort: 6002 } }, { params: { id: one.id } });
    const restored = await ask("POST /api/executors/[id]/restore", { version: 1 }, { params: { id: one.id } });
    expect(restored.body).toMatchObject({ configVersion: 3, config: { zmqPort: 6001 }, overrides: { zmqPort: 6001 } });
    const none = await ask("POST /api/executors/[id]/restore", { version: 9 }, { params: { id: one.id } });
    expect(none.status).toBe(404);
  });
});

describe("enrolment links", () => {
  it("are listed and ended; a copied machine is refused", async () => {
    const link = (await ask("POST /api/executors/enrolments", { name: "Shop", uses: 5 })).body as Record<
      string,
      string
    >;
    const enroll = (body: object) =>
      callRoute(routes, { to: "POST /api/executor/enroll", body: { token: link.token, machineId: "m-1", ...body } });
    const first = (await enroll({})).body as Record<string, string>;
    await beat({ key: first.key, secret: first.secret } as Made);
    expect(await enroll({})).toMatchObject({ status: 409, code: "duplicate_machine" });
    expect(await enroll({ asNew: true })).toMatchObject({ status: 201 });
    const listed = (await ask("GET /api/executors/enrolments")).body.items;
    expect(listed).toMatchObject([{ id: link.id, uses: 2, maxUses: 5 }]);
    expect(JSON.stringify(listed)).not.toContain("ent_");
    const end = (as: object = {}) =>
      ask("DELETE /api/executors/enrolments/[id]", undefined, { params: { id: link.id }, ...as });
    expect((await end({ cookie: strangerCookie })).status).toBe(404);
    expect((await end()).status).toBe(204);
    expect(await enroll({ asNew: true })).toMatchObject({ status: 404 });
  });
});

describe("a command that was acknowledged", () => {
  it("does not stay open for ever", async () => {
    const one = await made();
    await beat(one);
    const { id } = (await ask("POST /api/executors/[id]/commands", { type: "ping" }, { params: { id: one.id } }))
      .body as CommandView;
    await callRoute(routes, { to: "POST /api/executor/commands/[id]/ack", headers: headersOf(one), params: { id } });
    const age =
      "UPDATE executor_command SET expires_at = now() - $2::interval, acked_at = now() - $2::interval WHERE id = $1";
    await sql().run(age, [id, "10 minutes"]);
    expect(await endCommands()).toBe(0);
    await sql().run(age, [id, "20 minutes"]);
    expect(await endCommands()).toBe(1);
    const row = await sql().row("SELECT state, error FROM executor_command WHERE id = $1", [id]);
    expect(row).toEqual({ state: "failed", error: "The executor took it and never reported how it ended." });
  });
});
