import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { type ChannelServer, startChannelServer } from "@/lib/testing/notifications/channel-server";
import {
  deliveriesOf,
  makeChannel,
  makeDeliveryWorker,
  queue,
  testSite,
} from "@/lib/testing/notifications/make-channel";
import { type MailServer, startMailServer } from "@/lib/testing/sign-in/mail-server";
import { smtpTransport } from "../../mail/transport";
import type { DeliveryWorker } from "../../outbox/delivery-worker";
import { maskedSecret } from "../contract";
import { openSettings } from "../settings";

let environment: TestEnvironment;
let server: ChannelServer;
let mail: MailServer;
let worker: DeliveryWorker;
let owner: Actor;
let cookie: string;

beforeAll(async () => {
  environment = await openTestEnvironment({ NOTIFY_PRIVATE_NETWORKS: "true" });
  server = await startChannelServer();
  mail = await startMailServer();
  worker = makeDeliveryWorker({ transport: smtpTransport(mail.url, "LightNode <panel@example.net>") });
  worker.start(50);
});
beforeEach(async () => {
  await sql().run("DELETE FROM notification_channel");
  await sql().run("DELETE FROM rate_limit_window");
  server.received.length = 0;
  server.reply = () => ({ status: 200, body: "thanks" });
  mail.received.length = 0;
  owner = await makeUser();
  cookie = await signedIn(owner);
});
afterAll(async () => {
  await worker.stop();
  await mail.close();
  await server.close();
  await environment.close();
});

const base = "/api/notification-channels";
const call = (to: string, id?: string, body?: unknown, query?: string) =>
  callRoute(routes, { to, cookie, body, query, ...(id ? { params: { id } } : {}) });
const settings = () => ({ url: `${server.url}/hook`, secret: "a secret of the receiver" });
const ntfy = () => ({ server: server.url, topic: "mine", token: "tk_secret" });
const create = async (kind: string, given: object) => {
  const answer = await call(`POST ${base}`, undefined, { kind, name: " Mine ", settings: given });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; unconfirmed: boolean };
};
const stored = async (id: string) => openSettings(await sql().prisma.ownedChannel.findUniqueOrThrow({ where: { id } }));
const isAudited = async (action: string) =>
  (await sql().rows("SELECT 1 FROM audit_entry WHERE action = $1 AND actor_id = $2", [action, owner.userId])).length;
const errorsOf = ({ body }: { body: Record<string, unknown> }) => body.errors as { path: string; message: string }[];

describe("channels of a person", () => {
  it("are added, listed with masked secrets, changed and deleted, with an audit entry each", async () => {
    const { id } = await create("webhook", settings());
    const { body } = await call(`GET ${base}`);
    expect(body.items).toEqual([
      expect.objectContaining({
        id,
        kind: "webhook",
        name: "Mine",
        enabled: true,
        unconfirmed: false,
        settings: { url: `${server.url}/hook`, secret: maskedSecret },
        lastDelivery: null,
      }),
    ]);
    const row = await sql().row<{ text: string }>("SELECT c::text AS text FROM notification_channel c");
    expect(row?.text).not.toContain("127.0.0.1");
    const changed = await call(`PATCH ${base}/[id]`, id, {
      name: "Other",
      settings: { url: `${server.url}/new`, secret: maskedSecret },
    });
    expect(changed.body).toMatchObject({ name: "Other", settings: { url: `${server.url}/new`, secret: maskedSecret } });
    expect(await stored(id)).toEqual({ ...settings(), url: `${server.url}/new` });
    expect((await call(`DELETE ${base}/[id]`, id)).status).toBe(204);
    expect((await call(`GET ${base}/[id]`, id)).status).toBe(404);
    const audit = await sql().rows<{ action: string; detail: string }>(
      "SELECT action, e::text AS detail FROM audit_entry e WHERE target_id = $1 ORDER BY id",
      [id],
    );
    expect(audit.map(({ action }) => action).sort()).toEqual(["channel.created", "channel.deleted", "channel.updated"]);
    for (const { detail } of audit) expect(detail).not.toContain("secret of");
  });

  it("with wrong settings are refused at their fields", async () => {
    const refused = async (kind: string, given: object) =>
      errorsOf(await call(`POST ${base}`, undefined, { kind, name: "x", settings: given })).map(({ path }) => path);
    expect(await refused("webhook", { url: "ftp://x", secret: "short" })).toEqual(["settings.url", "settings.secret"]);
    expect(await refused("email", { address: "nobody" })).toEqual(["settings.address"]);
    expect(await refused("slack", { url: "https://x.example", other: 1 })).toEqual(["settings"]);
    expect(await refused("pigeon", {})).toEqual(["kind"]);
    // Twilio is not configured.
    expect(await refused("sms", { number: "+491701234567" })).toEqual(["kind"]);
    const kinds = (await call("GET /api/notification-channel-kinds")).body;
    expect((kinds.items as { kind: string }[]).map(({ kind }) => kind)).not.toContain("sms");
    expect(Buffer.from(String(kinds.pushKey), "base64url")).toHaveLength(65);
  });

  it("a secret does not go to another server than it was typed for", async () => {
    const { id } = await create("ntfy", ntfy());
    const moved = await call(`PATCH ${base}/[id]`, id, { settings: { server: "https://evil.example" } });
    expect(errorsOf(moved)).toEqual([expect.objectContaining({ path: "settings.token" })]);
    expect(await stored(id)).toEqual(ntfy());
    const typed = { server: "https://other.example", token: "tk_other" };
    expect((await call(`PATCH ${base}/[id]`, id, { settings: typed })).status).toBe(200);
    expect(await stored(id)).toEqual({ ...ntfy(), ...typed });
  });

  it("are at most twenty", async () => {
    for (let n = 0; n < 19; n++) await makeChannel(owner, "webhook", settings());
    const add = (n: number) => {
      const other = { ...settings(), url: `${server.url}/${n}` };
      return call(`POST ${base}`, undefined, { kind: "webhook", name: "x", settings: other });
    };
    const answers = await Promise.all([1, 2, 3].map(add));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it("with the same settings are added once", async () => {
    await create("webhook", settings());
    const { status, body } = await call(`POST ${base}`, undefined, {
      kind: "webhook",
      name: "x",
      settings: settings(),
    });
    expect({ status, detail: body.detail }).toEqual({ status: 409, detail: "You have this channel already: Mine." });
  });

  it("of others do not exist", async () => {
    const theirs = await makeChannel(await makeUser("ADMIN"), "webhook", settings());
    for (const to of [
      `GET ${base}/[id]`,
      `DELETE ${base}/[id]`,
      `GET ${base}/[id]/deliveries`,
      `POST ${base}/[id]/test`,
    ])
      expect((await call(to, theirs)).status).toBe(404);
    const preference = { kind: "server.failed", channel: theirs, enabled: true };
    expect((await call("PUT /api/account/notification-preferences", undefined, preference)).status).toBe(404);
    expect((await call(`GET ${base}`)).body.items).toEqual([]);
  });
});

describe("a test", () => {
  it("is sent at once, before what waits, and shows what the other side said", async () => {
    const { id } = await create("webhook", settings());
    expect((await call(`POST ${base}/[id]/test`, id)).body).toEqual({
      state: "sent",
      answer: "200 thanks",
      lastError: null,
    });
    server.reply = () => ({ status: 500, body: "broken" });
    expect(await isAudited("channel.tested")).toBe(1);
    const failed = (await call(`POST ${base}/[id]/test`, id)).body;
    expect(failed).toEqual({ state: "failed", answer: null, lastError: "The other side replied 500 broken" });
    expect(await sql().rows("SELECT 1 FROM notification WHERE user_id = $1", [owner.userId])).toEqual([]);
  });

  it("works for a channel that is switched off", async () => {
    const { id } = await create("webhook", settings());
    await call(`PATCH ${base}/[id]`, id, { enabled: false });
    expect((await call(`POST ${base}/[id]/test`, id)).body.state).toBe("sent");
  });

  it("the log has each delivery without content, in pages", async () => {
    const { id } = await create("webhook", settings());
    for (let n = 0; n < 3; n++) await call(`POST ${base}/[id]/test`, id);
    const first = (await call(`GET ${base}/[id]/deliveries`, id, undefined, "?limit=2")).body;
    expect(first.items).toEqual(
      Array(2).fill(expect.objectContaining({ notice: "channel.test", state: "sent", attempts: 1, lastError: null })),
    );
    const second = await call(`GET ${base}/[id]/deliveries`, id, undefined, `?limit=2&cursor=${first.nextCursor}`);
    expect(second.body.items).toHaveLength(1);
    expect(JSON.stringify(first)).not.toContain("This channel works");
  });
});

describe("an e-mail channel", () => {
  const codeIn = () => /\b(\d{6})\b/.exec(mail.received.at(-1)?.message.subject ?? "")?.[1] ?? "";

  it("gets nothing but a code before its address is confirmed", async () => {
    const { id, unconfirmed } = await create("email", { address: "Ada@Example.net" });
    expect(unconfirmed).toBe(true);
    await expect.poll(() => mail.received.length, { timeout: 10_000 }).toBe(1);
    await queue([id], "1");
    expect(await deliveriesOf(id)).toHaveLength(1);
    const wrong = await call(`POST ${base}/[id]/confirm`, id, { code: codeIn() === "111111" ? "222222" : "111111" });
    expect(errorsOf(wrong)).toEqual([expect.objectContaining({ path: "code" })]);
    const confirmed = await call(`POST ${base}/[id]/confirm`, id, { code: codeIn() });
    expect(confirmed.body).toMatchObject({ unconfirmed: false });
    expect(await isAudited("channel.confirmed")).toBe(1);
    await queue([id], "2", { title: "World crashed" });
    await expect.poll(() => mail.received.length, { timeout: 10_000 }).toBe(2);
    const { to, message } = mail.received[1] ?? { to: [], message: {} };
    expect(to).toEqual(["ada@example.net"]);
    expect(message).toMatchObject({ subject: "World crashed" });
    expect(String(Reflect.get(message, "text"))).toContain(`${testSite.url}/servers/srv_1`);
  });

  it("a code ends after five wrong ones, and a test sends a new one", async () => {
    const { id } = await create("email", { address: "ada@example.net" });
    await expect.poll(() => mail.received.length, { timeout: 10_000 }).toBe(1);
    const first = codeIn();
    const wrong = first === "111111" ? "222222" : "111111";
    for (let n = 0; n < 5; n++) await call(`POST ${base}/[id]/confirm`, id, { code: wrong });
    expect((await call(`POST ${base}/[id]/confirm`, id, { code: first })).status).toBe(422);
    expect((await call(`POST ${base}/[id]/test`, id)).body.state).toBe("sent");
    expect((await call(`POST ${base}/[id]/confirm`, id, { code: codeIn() })).status).toBe(200);
    expect((await call(`POST ${base}/[id]/test`, id)).body).toMatchObject({
      state: "sent",
      answer: expect.stringContaining("250"),
    });
  });

  it("is confirmed again after its address changed", async () => {
    const id = await makeChannel(owner, "email", { address: "ada@example.net" });
    const changed = await call(`PATCH ${base}/[id]`, id, { settings: { address: "eve@example.net" } });
    expect(changed.body).toMatchObject({ unconfirmed: true });
    const renamed = await call(
      `PATCH ${base}/[id]`,
      await makeChannel(owner, "email", { address: "ada@example.net" }),
      {
        name: "x",
        settings: { address: "ada@example.net" },
      },
    );
    expect(renamed.body).toMatchObject({ unconfirmed: false });
  });
});
