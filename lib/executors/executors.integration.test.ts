import { createPublicKey, verify } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { type Answer, callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { CommandView, DeliveredCommand } from "./commands/contract";
import { pushHeads } from "./commands/delivery/push-heads";
import { purgeCommands } from "./commands/purge-commands";
import { messageOfCommand } from "./commands/signing";
import type { ConfigAnswer } from "./config/contract";
import type { ExecutorView } from "./contract";
import { ExecutorWorker } from "./executor-worker";

let environment: TestEnvironment;
let owner: Actor;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  owner = await makeUser();
  cookie = await signedIn(owner);
});
afterAll(() => environment.close());

type Made = ExecutorView & { secret: string };
const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });
async function made(fields: object = {}): Promise<Made> {
  const answer = await ask("POST /api/executors", { name: "Bridge", ...fields });
  expect(answer.status).toBe(201);
  return answer.body as Made;
}
type Pair = { key: string; secret: string };
const headersOf = ({ key, secret }: Pair) => ({ "x-api-key": key, "x-api-secret": secret, origin: "" });
const as = (pair: Pair, to: string, body?: unknown, more: { headers?: object; [key: string]: unknown } = {}) =>
  callRoute(routes, { to, body, ...more, headers: { ...headersOf(pair), ...(more.headers as object) } });
const config = (pair: Pair, headers: object = {}): Promise<Answer> =>
  as(pair, "GET /api/executor/config", undefined, { headers });
const command = async (id: string, type = "ping", payload: object = {}, more: object = {}) =>
  (await ask("POST /api/executors/[id]/commands", { type, payload, ...more }, { params: { id } })).body as CommandView;
const pending = async (pair: Pair, query = "") =>
  (await as(pair, "GET /api/executor/commands", undefined, { query })).body.items as DeliveredCommand[];
const report = (pair: Pair, id: string, verb: string, body?: unknown) =>
  as(pair, `POST /api/executor/commands/[id]/${verb}`, body, { params: { id } });

describe("the configuration", () => {
  it("refuses in the order of the contract, and audits it without a secret", async () => {
    const one = await made();
    const to = "GET /api/executor/config";
    expect(await callRoute(routes, { to })).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(await config({ ...one, secret: "" })).toMatchObject({ status: 401 });
    expect(await config({ ...one, key: "exe_short" })).toMatchObject({ status: 400, code: "executor_key_malformed" });
    const unknown = `exe_${"0".repeat(16)}`;
    expect(await config({ ...one, key: unknown })).toMatchObject({ status: 404, code: "executor_key_unknown" });
    expect(await config({ ...one, secret: "wrong" })).toMatchObject({ status: 401, code: "executor_secret_wrong" });
    const other = await made();
    expect(await config({ key: one.key, secret: other.secret })).toMatchObject({ status: 401 });
    const rows = await sql().rows<{ text: string }>(
      "SELECT row_to_json(a)::text AS text FROM audit_entry a WHERE action = 'executor.refused'",
    );
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows.map(({ text }) => text).join()).not.toContain(other.secret);
  });

  it("has every field, is private, and is known again by its validator", async () => {
    const one = await made({ overrides: { zmqPort: 6000, features: { fast: true } } });
    const answer = await config(one);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect((answer.body as ConfigAnswer).config).toMatchObject({
      executorId: one.id,
      name: "Bridge",
      pusherKey: "test-key",
      pusherCluster: "",
      pusherHost: "localhost",
      pusherPort: 1,
      pusherTls: false,
      channel: `private-executor-${one.id}`,
      platformUrl: "http://localhost:3000",
      zmqHost: "127.0.0.1",
      zmqPort: 6000,
      heartbeatIntervalMs: 30_000,
      commandTimeoutMs: 10_000,
      features: { fast: true },
      configVersion: 1,
    });
    expect(JSON.stringify(answer.body)).not.toContain("test-secret");
    const etag = answer.headers.get("etag") ?? "";
    const again = await config(one, { "if-none-match": etag });
    expect(again).toMatchObject({ status: 304, body: {} });
    expect(again.headers.get("etag")).toBe(etag);
    await ask("PATCH /api/executors/[id]", { overrides: { zmqPort: 6001 } }, { params: { id: one.id } });
    expect(await config(one, { "if-none-match": etag })).toMatchObject({ status: 200 });
  });

  it("is given ten times a minute; what is known already is not counted", async () => {
    const one = await made();
    const factor = env().RATE_LIMIT_FACTOR;
    try {
      env().RATE_LIMIT_FACTOR = 1;
      // What was counted in the blocks of another limit.
      await sql().run("DELETE FROM rate_limit_window");
      const etag = (await config(one)).headers.get("etag") ?? "";
      const statuses: number[] = [];
      for (let n = 1; n < 10; n++) statuses.push((await config(one)).status);
      expect(statuses).toEqual(Array(9).fill(200));
      const refused = await config(one);
      expect(refused).toMatchObject({ status: 429, code: "rate_limited" });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await config(one, { "if-none-match": etag })).toMatchObject({ status: 304 });
    } finally {
      env().RATE_LIMIT_FACTOR = factor;
    }
  });

  it("keeps secrets as bcrypt only", async () => {
    const one = await made();
    const row = await sql().row<{ hash: string }>("SELECT secret_hash AS hash FROM executor WHERE id = $1", [one.id]);
    expect(row?.hash).toMatch(/^\$2[by]\$06\$/);
  });

  it("is refused at once after a revocation, with a warm cache", async () => {
    const one = await made();
    expect((await config(one)).status).toBe(200);
    // Changed by another process: this one learns it only from the row.
    await sql().run("UPDATE executor SET revoked_at = now() WHERE id = $1", [one.id]);
    expect(await config(one)).toMatchObject({ status: 403, code: "executor_revoked" });
  });

  it("refuses the executors of a locked account, and lets them in again with it", async () => {
    const one = await made();
    const lock = (at: string) => sql().run(`UPDATE app_user SET disabled_at = ${at} WHERE id = $1`, [owner.userId]);
    await lock("now()");
    expect(await config(one)).toMatchObject({ status: 403, code: "executor_owner_locked" });
    await lock("NULL");
    expect((await config(one)).status).toBe(200);
  });

  it("looks at no more secrets from an address that guessed too often; the right one is known still", async () => {
    const [one, other] = [await made(), await made()];
    const { etag } = Object.fromEntries((await config(one)).headers) as { etag: string };
    const factor = env().RATE_LIMIT_FACTOR;
    try {
      env().RATE_LIMIT_FACTOR = 0.05;
      await sql().run("DELETE FROM rate_limit_window");
      const statuses: number[] = [];
      for (let n = 0; n < 8; n++) statuses.push((await config({ key: one.key, secret: other.secret })).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
      expect((await config(one, { "if-none-match": etag })).status).toBe(304);
    } finally {
      env().RATE_LIMIT_FACTOR = factor;
    }
  });

  it("honours expiry and addresses", async () => {
    const one = await made({ addresses: ["192.0.2.0/24"] });
    expect(await config(one)).toMatchObject({ status: 403, code: "executor_address_refused" });
    const two = await made({ expiresInDays: 1 });
    expect((await config(two)).status).toBe(200);
    await sql().run("UPDATE executor SET expires_at = now() WHERE id = $1", [two.id]);
    expect(await config(two)).toMatchObject({ status: 403, code: "executor_expired" });
  });

  it("takes two secrets while they overlap, and the old one no longer", async () => {
    const one = await made();
    expect((await config(one)).status).toBe(200);
    const to = "POST /api/executors/[id]/rotate-secret";
    const { secret } = (await ask(to, { overlapMinutes: 5 }, { params: { id: one.id } })).body as { secret: string };
    expect([(await config(one)).status, (await config({ ...one, secret })).status]).toEqual([200, 200]);
    await sql().run("UPDATE executor SET previous_until = now() WHERE id = $1", [one.id]);
    expect([(await config(one)).status, (await config({ ...one, secret })).status]).toEqual([401, 200]);
    await ask(to, { overlapMinutes: 0 }, { params: { id: one.id } });
    expect((await config({ ...one, secret })).status).toBe(401);
  });
});

describe("realtime", () => {
  it("lets an executor into its own channel and no other", async () => {
    const [one, two] = [await made(), await made()];
    const join = (pair: Pair, channel: string) =>
      as(pair, "POST /api/pusher/auth", { socket_id: "1.1", channel_name: channel });
    const own = await join(one, `private-executor-${one.id}`);
    expect(own).toMatchObject({ status: 200, body: { auth: expect.stringMatching(/^test-key:[0-9a-f]{64}$/) } });
    for (const name of [`private-executor-${two.id}`, "private-staff", `private-user-${owner.userId}`]) {
      expect(await join(one, name)).toMatchObject({ status: 403 });
    }
    expect(await join({ ...one, secret: two.secret }, `private-executor-${one.id}`)).toMatchObject({ status: 401 });
    expect(
      await ask("POST /api/pusher/auth", { socket_id: "1.1", channel_name: `private-executor-${one.id}` }),
    ).toMatchObject({
      status: 403,
    });
  });
});

describe("commands", () => {
  it("are signed by the panel over what they say", async () => {
    const one = await made();
    const sent = await command(one.id, "bridge.send", { message: "buy" });
    const [got] = await pending(one);
    expect(got).toMatchObject({ id: sent.id, seq: 1, type: "bridge.send", payload: { message: "buy" } });
    if (!got) return;
    const keys = ((await config(one)).body as ConfigAnswer).config.signingKeys;
    const raw = Buffer.from(keys.find(({ id }) => id === got.keyId)?.publicKey ?? "", "base64");
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    const check = (payload: unknown) => {
      const message = messageOfCommand({ ...got, payload, exp: new Date(got.expiresAt) });
      return verify(null, Buffer.from(message), key, Buffer.from(got.signature, "base64"));
    };
    expect([check(got.payload), check({ message: "sell" })]).toEqual([true, false]);
  });

  it("come in their order, are acknowledged twice and have one result", async () => {
    const one = await made();
    const sent = [await command(one.id), await command(one.id), await command(one.id)];
    expect((await pending(one)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect((await pending(one, "?after=2")).map(({ seq }) => seq)).toEqual([3]);
    const id = sent[0]?.id ?? "";
    for (let n = 0; n < 2; n++)
      expect(await report(one, id, "ack")).toMatchObject({ status: 200, body: { state: "acked" } });
    expect((await report(one, id, "progress", { percent: 50 })).body).toMatchObject({ state: "running" });
    // No text of the database has a NUL; the program leaves it out.
    expect((await report(one, id, "result", { status: "done", output: { pong: "a\u0000b" } })).status).toBe(422);
    const first = await report(one, id, "result", { status: "done", output: { pong: "ab" } });
    expect(first).toMatchObject({ status: 200, body: { state: "done" } });
    const second = await report(one, id, "result", { status: "failed", error: "again" });
    expect(second.body).toEqual(first.body);
    expect((await report(one, id, "ack")).body).toMatchObject({ state: "done" });
    expect((await pending(one)).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it("are pushed one by one, and again until acknowledged", async () => {
    const one = await made();
    const [a, b] = [await command(one.id), await command(one.id)];
    const attempts = async (id: string) =>
      (await sql().row<{ n: number }>("SELECT attempts AS n FROM executor_command WHERE id = $1", [id]))?.n;
    await pushHeads([one.id]);
    await expect.poll(() => attempts(a.id)).toBe(1);
    expect(await attempts(b.id)).toBe(0);
    expect(await pushHeads([one.id])).toBe(0);
    // The push was lost (nothing listens in this test): two seconds later it is due again.
    await sql().run(
      "UPDATE executor_command SET next_push_at = now() WHERE id = $1 AND next_push_at <= now() + interval '2 s'",
      [a.id],
    );
    const log = { warn: () => {} } as never;
    await new ExecutorWorker(log).round();
    expect([await attempts(a.id), await attempts(b.id)]).toEqual([2, 0]);
    await report(one, a.id, "ack");
    await expect.poll(() => attempts(b.id)).toBe(1);
  });

  it("belong to the session that acknowledged first, and to nobody who does not say", async () => {
    const one = await made();
    const [a, b] = [await command(one.id), await command(one.id)];
    const ack = (id: string, fence?: number) =>
      as(one, "POST /api/executor/commands/[id]/ack", undefined, {
        params: { id },
        headers: fence === undefined ? {} : { "x-executor-fence": String(fence) },
      });
    expect((await ack(a.id, 1)).body).toMatchObject({ state: "acked", ackedFence: 1 });
    // A copy that started later, to which the push came as well.
    expect((await ack(a.id, 2)).body).toMatchObject({ state: "acked", ackedFence: 1 });
    expect((await ack(b.id)).body).toMatchObject({ state: "acked", ackedFence: null });
    expect((await ack(b.id, 2)).body).toMatchObject({ state: "acked", ackedFence: null });
    await sql().run("UPDATE executor SET fence = 3 WHERE id = $1", [one.id]);
    const late = await command(one.id);
    expect(await ack(late.id, 2)).toMatchObject({ status: 409, code: "executor_superseded" });
  });

  it("are refused when a thousand are open, and taken again when one is over", async () => {
    const one = await made();
    await sql().run(
      `INSERT INTO executor_command (id, executor_id, seq, type, payload, expires_at, signing_key, signature)
       SELECT 'cmd_' || $1 || n, $1, n, 'ping', '{}', now() + interval '1 day', 's', 's' FROM generate_series(1, 1000) n`,
      [one.id],
    );
    await sql().run("UPDATE executor SET last_seq = 1000 WHERE id = $1", [one.id]);
    const to = { params: { id: one.id } };
    const refused = await ask("POST /api/executors/[id]/commands", { type: "ping" }, to);
    expect(refused).toMatchObject({ status: 409, code: "conflict" });
    expect(refused.body.detail).toContain("cancel some");
    await sql().run(
      "UPDATE executor_command SET finished_at = now(), state = 'done' WHERE executor_id = $1 AND seq = 1",
      [one.id],
    );
    expect((await command(one.id)).seq).toBe(1001);
  });

  it("are listed as many as fit into a program's answer, the rest behind them", async () => {
    const one = await made();
    await sql().run(
      `INSERT INTO executor_command (id, executor_id, seq, type, payload, expires_at, signing_key, signature)
       SELECT 'cmd_' || $1 || n, $1, n, 'bridge.send', jsonb_build_object('message', repeat('語', 60000)), now() + interval '1 day', 's', 's'
       FROM generate_series(1, 50) n`,
      [one.id],
    );
    const seen: number[] = [];
    for (let page = await pending(one); page.length > 0; page = await pending(one, `?after=${seen.at(-1)}`)) {
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(1_300_000);
      seen.push(...page.map(({ seq }) => seq));
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  });

  it("are kept for ninety days after their end", async () => {
    const one = await made();
    const [old, open] = [await command(one.id), await command(one.id)];
    await sql().run(
      `UPDATE executor_command SET finished_at = now() - interval '91 days', state = 'done' WHERE id = $1`,
      [old.id],
    );
    await purgeCommands();
    const ids = await sql().rows<{ id: string }>("SELECT id FROM executor_command WHERE executor_id = $1", [one.id]);
    expect(ids).toEqual([{ id: open.id }]);
  });

  it("expire, and are cancelled", async () => {
    const one = await made();
    const late = await command(one.id);
    await sql().run("UPDATE executor_command SET expires_at = now() WHERE id = $1", [late.id]);
    expect((await report(one, late.id, "ack")).body.state).not.toBe("acked");
    await new ExecutorWorker({ warn: () => {} } as never).round();
    expect((await report(one, late.id, "ack")).body).toMatchObject({ state: "expired" });
    const sent = await command(one.id);
    const params = { id: one.id, commandId: sent.id };
    const to = "DELETE /api/executors/[id]/commands/[commandId]";
    expect((await ask(to, undefined, { params })).body).toMatchObject({ state: "cancelled" });
    expect((await ask(to, undefined, { params })).status).toBe(200);
    expect((await report(one, sent.id, "result", { status: "done" })).body).toMatchObject({ state: "cancelled" });
    expect(await pending(one)).toEqual([]);
    expect(await ask(to, undefined, { params: { id: one.id, commandId: late.id } })).toMatchObject({ status: 409 });
  });

  it("wake a long poll", async () => {
    const one = await made();
    await config(one);
    const poll = pending(one, "?wait=10").then((items) => ({ items, at: performance.now() }));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const sentAt = performance.now();
    await command(one.id);
    const { items, at } = await poll;
    expect(items).toHaveLength(1);
    expect(at - sentAt).toBeLessThan(3_000);
  });

  it("end a long poll when the executor is revoked", async () => {
    const one = await made();
    const poll = as(one, "GET /api/executor/commands", undefined, { query: "?wait=10" });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const startedAt = performance.now();
    expect((await ask("DELETE /api/executors/[id]", undefined, { params: { id: one.id } })).status).toBe(204);
    expect(await poll).toMatchObject({ status: 403, code: "executor_revoked" });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(await config(one)).toMatchObject({ status: 403 });
  });

  it("are refused for kinds and payloads that do not exist, and for the executors of others", async () => {
    const one = await made();
    const give = (body: object, more: object = {}) =>
      ask("POST /api/executors/[id]/commands", body, { params: { id: one.id }, ...more });
    expect(await give({ type: "rm" })).toMatchObject({ status: 422, code: "unknown_command_type" });
    expect(await give({ type: "bridge.send", payload: { x: 1 } })).toMatchObject({ status: 422 });
    const otherUser = await signedIn(await makeUser());
    expect(await give({ type: "ping" }, { cookie: otherUser })).toMatchObject({ status: 404 });
    const sent = await command(one.id);
    expect(await report(await made(), sent.id, "ack")).toMatchObject({ status: 404 });
  });
});

describe("heartbeats", () => {
  const beat = { version: "1.0", os: "linux", hostname: "box", status: "ok", configVersion: 1 };
  const say = (pair: Pair, more: object = {}) => as(pair, "POST /api/executor/heartbeat", { ...beat, ...more });

  it("bring an executor online and report drift and clocks", async () => {
    const one = await made();
    await command(one.id);
    const clock = new Date(Date.now() - 10 * 60_000).toISOString();
    const answer = await say(one, { configVersion: 0, clock, metrics: { cpu: 0.5 } });
    expect(answer).toMatchObject({ status: 200, body: { configVersion: 1, pendingCommands: 1 } });
    expect(answer.body.clockMessage).toMatch(/10 minutes slow/);
    const seen = (await ask("GET /api/executors/[id]", undefined, { params: { id: one.id } })).body;
    expect(seen).toMatchObject({ presence: "online", drifted: true, hostname: "box", metrics: { cpu: 0.5 } });
  });

  it("let the newest session win and refuse the old one", async () => {
    const one = await made();
    const old = (await say(one, { bootId: "boot-one-1" })).body;
    const fresh = (await say(one, { bootId: "boot-two-2" })).body;
    expect([old.fence, fresh.fence]).toEqual([1, 2]);
    const refused = { status: 409, code: "executor_superseded" };
    expect(await say(one, { bootId: "boot-one-1", fence: 1 })).toMatchObject(refused);
    expect(await config(one, { "x-executor-fence": "1" })).toMatchObject(refused);
    expect(await say(one, { bootId: "boot-two-2", fence: 2 })).toMatchObject({ status: 200 });
  });
});

describe("changes of configuration", () => {
  it("are shown before they are made, kept and numbered", async () => {
    const one = await made();
    const change = (body: object) => ask("PATCH /api/executors/[id]", body, { params: { id: one.id } });
    const changes = [{ path: "zmqPort", before: 5555, after: 7000 }];
    expect((await change({ overrides: { zmqPort: 7000 }, dryRun: true })).body).toMatchObject({
      changes,
      configVersion: 1,
    });
    expect((await change({ overrides: { zmqPort: 7000 } })).body).toMatchObject({ changes, configVersion: 2 });
    expect((await change({ overrides: { zmqPort: 7000 } })).body).toMatchObject({ changes: [], configVersion: 2 });
    const { items } = (await ask("GET /api/executors/[id]/versions", undefined, { params: { id: one.id } })).body;
    expect(items).toMatchObject([
      { version: 2, cause: "overrides" },
      { version: 1, cause: "created" },
    ]);
  });
});
