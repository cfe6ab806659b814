import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import {
  accepted,
  type ChannelServer,
  type Received,
  startChannelServer,
} from "@/lib/testing/notifications/channel-server";
import {
  crash,
  deliveriesOf,
  makeChannel,
  makeDeliveryWorker,
  makeDue,
  queue,
  webhookSecret,
} from "@/lib/testing/notifications/make-channel";
import { queueDeliveries } from "../channels/queue-deliveries";
import { queueMail } from "../mail/queue-mail";

let environment: TestEnvironment;
let server: ChannelServer;
let owner: Actor;
let channel: string;
const worker = makeDeliveryWorker();

beforeAll(async () => {
  environment = await openTestEnvironment({ NOTIFY_PRIVATE_NETWORKS: "true" });
  server = await startChannelServer();
});
beforeEach(async () => {
  await sql().run("DELETE FROM delivery");
  server.received.length = 0;
  server.reply = accepted;
  owner = await makeUser();
  channel = await hook("/hook");
});
afterAll(async () => {
  await worker.stop();
  await server.close();
  await environment.close();
});

const hook = (path: string) => makeChannel(owner, "webhook", { url: `${server.url}${path}`, secret: webhookSecret });
const inboxOf = ({ userId }: Actor) =>
  sql().rows<{ title: string; body: string }>("SELECT title, body FROM notification WHERE user_id = $1", [userId]);
const sendAll = async () => {
  while ((await worker.sendDue()) > 0);
};
const keysReceived = () => server.received.map(({ headers }) => headers["idempotency-key"]);

function onlyRequest(): Received {
  const [request, ...more] = server.received;
  expect(more).toEqual([]);
  if (!request) throw new Error("nothing was received");
  return request;
}

describe("a queued notice", () => {
  it("arrives once for each channel and key, signed so that the receiver can check it", async () => {
    await queue([channel, channel, "chn_none"], "incident 1");
    await queue([channel], "incident 1");
    await sendAll();
    const { headers, body } = onlyRequest();
    const signed = `${headers["lightnode-timestamp"]}.${body}`;
    const expected = createHmac("sha256", webhookSecret).update(signed).digest("hex");
    expect(headers["lightnode-signature"]).toBe(`v1=${expected}`);
    expect(Math.abs(Date.now() / 1000 - Number(headers["lightnode-timestamp"]))).toBeLessThan(5);
    const [{ id = "" } = {}] = await deliveriesOf(channel);
    expect(JSON.parse(body.toString())).toEqual({ id, ...crash, link: "https://panel.example.net/servers/srv_1" });
    expect(headers["lightnode-id"]).toBe(id);
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "sent", attempts: 1, error: null, answer: "200 ok" }]);
    const stored = await sql().row("SELECT data_sealed FROM delivery");
    expect(stored).toEqual({ data_sealed: null });
  });

  it("is not sent when the transaction is rolled back, or the channel is switched off", async () => {
    const failing = transaction(async (tx) => {
      await queueDeliveries(tx, [channel], crash, { key: "1" });
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");
    await queue([channel], "2");
    await sql().run("UPDATE notification_channel SET enabled = false");
    await queue([channel], "3");
    await sendAll();
    expect(server.received).toEqual([]);
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "dropped", error: "The channel was switched off." }]);
  });

  it("is tried again while the receiver fails, and delivered once afterwards", async () => {
    server.reply = () => ({ status: 500, body: "broken" });
    await queue([channel], "1");
    await sendAll();
    const [first] = await deliveriesOf(channel);
    expect(first).toMatchObject({ state: "queued", attempts: 1, error: "The other side replied 500 broken" });
    expect(first?.waits).toBeGreaterThan(2);
    expect(first?.waits).toBeLessThanOrEqual(5);
    for (let attempt = 2; attempt <= 12; attempt++) {
      await makeDue();
      await worker.sendDue();
    }
    const [later] = await deliveriesOf(channel);
    expect(later?.waits).toBeGreaterThan(600);
    expect(later?.waits).toBeLessThanOrEqual(900);
    server.reply = accepted;
    await makeDue();
    await sendAll();
    await sendAll();
    expect(server.received).toHaveLength(13);
    expect(new Set(keysReceived()).size).toBe(1);
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "sent", attempts: 13 }]);
    expect(await inboxOf(owner)).toEqual([]);
  });

  it("that failed does not delay the next one of its channel", async () => {
    server.reply = () => ({ status: 500 });
    await queue([channel], "1");
    await sendAll();
    server.reply = accepted;
    await queue([channel], "2");
    await sendAll();
    expect((await deliveriesOf(channel)).map(({ state }) => state)).toEqual(["queued", "sent"]);
  });

  it("is given up after a day, and its person is notified", async () => {
    server.reply = () => ({ status: 503 });
    await queue([channel], "1");
    await sql().run("UPDATE delivery SET created_at = now() - interval '24 hours'");
    await sendAll();
    expect(await deliveriesOf(channel)).toMatchObject([{ state: "failed" }]);
    expect(await inboxOf(owner)).toHaveLength(1);
  });

  it("waits as long as the receiver asks", async () => {
    server.reply = () => ({ status: 429, headers: { "retry-after": "700" }, body: "slow down" });
    await queue([channel], "1");
    await sendAll();
    const [row] = await deliveriesOf(channel);
    expect(row).toMatchObject({ state: "queued", attempts: 1 });
    expect(row?.waits).toBeGreaterThan(695);
    expect(row?.waits).toBeLessThanOrEqual(700);
  });

  it("that is refused is not tried again; its person sees it in the panel, and other channels get theirs", async () => {
    const other = await hook("/other");
    server.reply = ({ path }) => (path === "/hook" ? { status: 404, body: "no_service" } : accepted());
    await queue([channel, other], "1");
    await queue([channel, other], "2");
    await sendAll();
    expect(await deliveriesOf(channel)).toMatchObject([
      { state: "failed", attempts: 1, error: "The other side replied 404 no_service" },
      { state: "failed", attempts: 1 },
    ]);
    expect((await deliveriesOf(other)).map(({ state }) => state)).toEqual(["sent", "sent"]);
    expect(await inboxOf(owner)).toEqual([
      { title: "My webhook did not accept a notification", body: "The other side replied 404 no_service" },
    ]);
    const mails = await sql().rows("SELECT 1 FROM delivery WHERE channel_id IS NULL");
    expect(mails).toEqual([]);
  });

  it("does not wait for a channel that does not reply", async () => {
    const other = await hook("/other");
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.reply = async ({ path }) => {
      if (path === "/hook") await released;
      return accepted();
    };
    for (let n = 0; n < 30; n++) await queue([channel], `hangs ${n}`);
    await queue([other], "1");
    const passes = worker.sendDue();
    await expect.poll(async () => (await deliveriesOf(other))[0]?.state, { timeout: 10_000 }).toBe("sent");
    // Another worker does not send to it at the same time either.
    const second = makeDeliveryWorker();
    expect(await second.sendDue()).toBe(0);
    expect(server.received.filter(({ path }) => path === "/hook")).toHaveLength(1);
    release();
    await passes;
  });
});

it("the panel's own mails do not wait for receivers that do not answer", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.reply = () => released.then(accepted);
  const channels = await Promise.all(Array.from({ length: 20 }, (_, n) => hook(`/${n}`)));
  await queue(channels, "1");
  const first = worker.sendDue();
  await expect.poll(() => server.received.length, { timeout: 10_000 }).toBe(12);
  const mail = await queueMail(sql(), {
    to: "ada@example.net",
    userId: null,
    template: "test-message",
    data: { name: "A" },
  });
  const second = worker.sendDue();
  const stateOf = async () =>
    (await sql().row<{ state: string }>("SELECT state FROM delivery WHERE id = $1", [mail]))?.state;
  // There is no mail server here.
  await expect.poll(stateOf, { timeout: 10_000 }).toBe("held");
  expect(server.received).toHaveLength(12);
  release();
  await Promise.all([first, second]);
});

it("the messages of a minute are limited, and the rest waits without using up attempts", async () => {
  await sql().run("UPDATE notification_channel SET window_start = now(), window_count = 58 WHERE id = $1", [channel]);
  for (let n = 0; n < 4; n++) await queue([channel], String(n));
  await sendAll();
  const rows = await deliveriesOf(channel);
  expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual([
    ["sent", 1],
    ["sent", 1],
    ["queued", 0],
    ["queued", 0],
  ]);
  for (const { waits } of rows.slice(2)) expect(waits).toBeGreaterThan(50);
  await makeDue();
  await sql().run("UPDATE notification_channel SET window_start = now() - interval '61 seconds'");
  await sendAll();
  expect(server.received).toHaveLength(4);
});

it("what waited over an hour is merged into one message, what is newer is not", async () => {
  for (let n = 1; n <= 3; n++) await queue([channel], `old ${n}`, { title: `Old ${n}`, severity: "warning" });
  await sql().run("UPDATE delivery SET created_at = now() - interval '61 minutes', attempts = 9, last_error = '500'");
  await queue([channel], "new", { title: "New", severity: "info" });
  await sendAll();
  const bodies = server.received.map(({ body }) => JSON.parse(body.toString()));
  expect(bodies.map(({ title }) => title).sort()).toEqual(["3 notifications that waited", "New"]);
  const merged = bodies.find(({ title }) => title !== "New");
  expect(merged).toMatchObject({ kind: "channel.digest", severity: "warning", href: "/notifications" });
  expect(merged.body.split("\n")).toEqual([1, 2, 3].map((n) => `2026-11-28 01:00 UTC  Old ${n}`));
  const states = (await deliveriesOf(channel)).map(({ state }) => state).sort();
  expect(states).toEqual(["replaced", "replaced", "replaced", "sent", "sent"]);
});
