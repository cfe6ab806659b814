import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { type ChannelServer, type Received, startChannelServer } from "@/lib/testing/notifications/channel-server";
import {
  deliveriesOf,
  makeChannel,
  makeDeliveryWorker,
  makeDue,
  queue,
} from "@/lib/testing/notifications/make-channel";
import { PushReceiver, vapidClaims } from "@/lib/testing/notifications/push-receiver";
import { channelKinds } from "../contract";
import { pushKeys } from "../push/push-keys";
import { listChannelKinds } from "../registry";

/** Each kind against a server that takes and gives what the vendor documents. */
type Reply = { status: number; body?: string; headers?: Record<string, string> };
type Vendor = {
  settings(url: string): object;
  /** Throws when the request is not as documented; what else the vendor would say, it replies. */
  check(request: Received): void;
  accepted: Reply;
  failing: Reply;
  refusal: Reply;
  /** Asks to wait for 77 s. */
  busy: Reply;
};

const json = (status: number, body: unknown, headers = {}): Reply => ({
  status,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});
const parsed = ({ body }: Received) => JSON.parse(body.toString());
const wait = { "retry-after": "77" };
const link = "https://panel.example.net/servers/srv_1";
const receiver = new PushReceiver();
const account = { sid: `AC${"0123456789abcdef".repeat(2)}`, token: "twilio-test-token" };

const vendors: Record<string, Vendor> = {
  slack: {
    settings: (url) => ({ url: `${url}/services/T0/B0/x` }),
    check(request) {
      expect(request).toMatchObject({ method: "POST", path: "/services/T0/B0/x" });
      expect(request.headers["content-type"]).toBe("application/json");
      const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
      expect(parsed(request)).toEqual({
        text: "*World &lt;1&gt; crashed*",
        attachments: [
          {
            color: "#e03131",
            fallback: "World &lt;1&gt; crashed",
            blocks: [section("It ended with code 9."), section(`<${link}|Open in the panel>`)],
          },
        ],
      });
    },
    accepted: { status: 200, body: "ok" },
    failing: { status: 500, body: "rollup_error" },
    refusal: { status: 404, body: "no_service" },
    busy: { status: 429, body: "rate_limited", headers: wait },
  },
  discord: {
    settings: (url) => ({ url: `${url}/api/webhooks/1/token` }),
    check(request) {
      expect(request).toMatchObject({ method: "POST", path: "/api/webhooks/1/token" });
      expect(parsed(request)).toEqual({
        embeds: [
          {
            title: "World <1> crashed",
            description: "It ended with code 9.",
            url: link,
            color: 0xe03131,
            timestamp: "2026-11-28T01:00:00.000Z",
          },
        ],
        allowed_mentions: { parse: [] },
      });
    },
    accepted: { status: 204 },
    failing: { status: 502 },
    refusal: json(404, { message: "Unknown Webhook", code: 10015 }),
    busy: json(429, { message: "You are being rate limited.", retry_after: 76.4, global: false }, wait),
  },
  telegram: {
    settings: (url) => ({ token: "123456:ABCdefGHIjklMNOpqrSTUvwxYZ", chat: "-1001", server: url }),
    check(request) {
      expect(request).toMatchObject({ method: "POST", path: "/bot123456:ABCdefGHIjklMNOpqrSTUvwxYZ/sendMessage" });
      expect(parsed(request)).toEqual({
        chat_id: "-1001",
        text: `World <1> crashed\nIt ended with code 9.\n${link}`,
        link_preview_options: { is_disabled: true },
        disable_notification: false,
      });
    },
    accepted: json(200, { ok: true, result: { message_id: 1 } }),
    failing: json(500, { ok: false, error_code: 500, description: "Internal Server Error" }),
    refusal: json(400, { ok: false, error_code: 400, description: "Bad Request: chat not found" }),
    busy: json(429, { ok: false, error_code: 429, description: "Too Many Requests", parameters: { retry_after: 77 } }),
  },
  ntfy: {
    settings: (url) => ({ server: url, topic: "my-servers", token: "tk_secret" }),
    check(request) {
      expect(request).toMatchObject({ method: "POST", path: "/" });
      expect(request.headers.authorization).toBe("Bearer tk_secret");
      expect(parsed(request)).toEqual({
        topic: "my-servers",
        title: "World <1> crashed",
        message: "It ended with code 9.",
        priority: 5,
        tags: ["rotating_light"],
        click: link,
      });
    },
    accepted: json(200, { id: "x", event: "message" }),
    failing: json(503, { code: 50301, http: 503, error: "unavailable" }),
    refusal: json(403, { code: 40301, http: 403, error: "forbidden" }),
    busy: json(429, { code: 42901, http: 429, error: "limit reached: too many requests" }, wait),
  },
  webhook: {
    settings: (url) => ({ url: `${url}/hook`, secret: "a secret of the receiver" }),
    check: (request) =>
      expect(parsed(request)).toMatchObject({ kind: "server.failed", title: "World <1> crashed", link }),
    accepted: { status: 204 },
    failing: { status: 500 },
    refusal: { status: 410 },
    busy: { status: 503, headers: wait },
  },
  sms: {
    settings: () => ({ number: "+491701234567" }),
    check(request) {
      expect(request).toMatchObject({ method: "POST", path: `/2010-04-01/Accounts/${account.sid}/Messages.json` });
      const credentials = Buffer.from(`${account.sid}:${account.token}`).toString("base64");
      expect(request.headers.authorization).toBe(`Basic ${credentials}`);
      const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
      expect(form).toEqual({
        To: "+491701234567",
        From: "LightNode",
        Body: "World <1> crashed: It ended with code 9.",
      });
    },
    accepted: json(201, { sid: `SM${"f".repeat(32)}`, status: "queued" }),
    failing: json(500, { code: 20500, message: "Internal", status: 500 }),
    refusal: json(400, { code: 21211, message: "Invalid 'To' Phone Number", status: 400 }),
    busy: json(429, { code: 20429, message: "Too Many Requests", status: 429 }, wait),
  },
  "web-push": {
    settings: (url) => receiver.settings(`${url}/push/1`),
    check(request) {
      const { headers, body } = request;
      expect(request).toMatchObject({ method: "POST", path: "/push/1" });
      expect(headers).toMatchObject({ "content-encoding": "aes128gcm", urgency: "high", ttl: "86400" });
      expect(headers.topic).toMatch(/^[\w-]{32}$/);
      const content = JSON.parse(receiver.decrypt(body));
      expect(content).toMatchObject({ title: "World <1> crashed", body: "It ended with code 9.", link });
      const { claims, key } = vapidClaims(headers.authorization ?? "");
      expect(claims).toMatchObject({ aud: server.url, sub: expect.stringMatching(/^(https:|mailto:)/) });
      expect(claims.exp).toBeGreaterThan(Date.now() / 1000);
      expect(claims.exp).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 3600);
      expect(key).toBe(publicKey);
    },
    accepted: { status: 201 },
    failing: { status: 500 },
    refusal: { status: 403, body: "the key does not fit" },
    busy: { status: 429, headers: wait },
  },
};

let environment: TestEnvironment;
let server: ChannelServer;
let owner: Actor;
let publicKey: string;
const worker = makeDeliveryWorker();

beforeAll(async () => {
  server = await startChannelServer();
  environment = await openTestEnvironment({
    NOTIFY_PRIVATE_NETWORKS: "true",
    NOTIFY_SMS_PER_DAY: "3",
    TWILIO_BASE_URL: server.url,
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_FROM: "LightNode",
  });
  ({ publicKey } = await pushKeys());
});
beforeEach(async () => {
  await sql().run("DELETE FROM delivery");
  server.received.length = 0;
  owner = await makeUser();
});
afterAll(async () => {
  await worker.stop();
  await server.close();
  await environment.close();
});

const title = "World <1> crashed";

describe.each(Object.entries(vendors))("%s", (kind, vendor) => {
  const make = () => makeChannel(owner, kind, vendor.settings(server.url));

  it("sends what the vendor documents, and nothing of it is kept", async () => {
    server.reply = () => vendor.accepted;
    const channel = await make();
    await queue([channel], "1", { title });
    await worker.sendDue();
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "sent", error: null }]);
    expect(server.received).toHaveLength(1);
    for (const request of server.received) vendor.check(request);
  });

  it("tries again after a failure, waits as long as it is asked to, and sends once", async () => {
    const replies = [vendor.failing, vendor.busy, vendor.accepted];
    server.reply = () => replies.shift() ?? { status: 599 };
    const channel = await make();
    await queue([channel], "1", { title });
    await worker.sendDue();
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "queued", attempts: 1 }]);
    await makeDue();
    await worker.sendDue();
    const [busy] = await deliveriesOf(channel);
    expect(busy).toMatchObject({ state: "queued", attempts: 2 });
    expect(busy?.waits).toBeGreaterThan(74);
    expect(busy?.waits).toBeLessThanOrEqual(77);
    await makeDue();
    await worker.sendDue();
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "sent", attempts: 3 }]);
    expect(server.received).toHaveLength(3);
  });

  it("gives up what is refused, with the vendor's words", async () => {
    server.reply = () => vendor.refusal;
    const channel = await make();
    await queue([channel], "1", { title });
    await worker.sendDue();
    const error = expect.stringContaining(String(vendor.refusal.status));
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "failed", attempts: 1, error }]);
  });

  it("takes what it is given and refuses anything else", () => {
    const definition = listChannelKinds().find((one) => one.kind === kind);
    const settings = vendor.settings("https://vendor.example");
    expect(definition?.parse(settings)).toEqual(settings);
    expect(() => definition?.parse({ ...settings, other: 1 })).toThrow();
    expect(() => definition?.parse({})).toThrow();
  });
});

it("every kind has a vendor here, but mail, which has tests of its own", () => {
  expect([...Object.keys(vendors), "email"].sort()).toEqual([...channelKinds].sort());
  expect(listChannelKinds().map(({ kind }) => kind)).toEqual([...channelKinds]);
});

it("a browser that is gone is switched off", async () => {
  server.reply = () => ({ status: 410 });
  const channel = await makeChannel(owner, "web-push", receiver.settings(`${server.url}/push/2`));
  await queue([channel], "1");
  await worker.sendDue();
  expect(await sql().row("SELECT enabled FROM notification_channel WHERE id = $1", [channel])).toEqual({
    enabled: false,
  });
});

it("text messages of a day are limited for each person, and the rest goes by mail with a note", async () => {
  server.reply = () => json(201, { sid: "SM1", status: "queued" });
  const phones = await Promise.all(
    ["+491701234567", "+491701234568"].map((number) => makeChannel(owner, "sms", { number })),
  );
  const theirs = await makeChannel(await makeUser(), "sms", { number: "+491701234569" });
  for (let n = 0; n < 2; n++) await queue(phones, String(n));
  await queue([theirs], "1");
  while ((await worker.sendDue()) > 0);
  expect(server.received).toHaveLength(4);
  const states = (await Promise.all(phones.map(deliveriesOf))).flat().map(({ state }) => state);
  expect(states.sort()).toEqual(["replaced", "sent", "sent", "sent"]);
  const mails = await sql().rows("SELECT recipient, template FROM delivery WHERE channel_id IS NULL");
  expect(mails).toEqual([{ recipient: owner.email, template: "channel-notice" }]);
});
