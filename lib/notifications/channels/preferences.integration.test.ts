import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { serverFailed } from "@/lib/game-servers/messages/server-failed";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { type ChannelServer, startChannelServer } from "@/lib/testing/notifications/channel-server";
import {
  deliveriesOf,
  makeChannel,
  makeDeliveryWorker,
  queue,
  webhookSecret,
} from "@/lib/testing/notifications/make-channel";
import { channelFailed } from "../messages/channel-failed";
import { notify } from "../notify";

let environment: TestEnvironment;
let server: ChannelServer;
let owner: Actor;
let cookie: string;
let channel: string;
const worker = makeDeliveryWorker();

beforeAll(async () => {
  environment = await openTestEnvironment({ NOTIFY_PRIVATE_NETWORKS: "true" });
  server = await startChannelServer();
});
beforeEach(async () => {
  await sql().run("DELETE FROM delivery");
  server.received.length = 0;
  owner = await makeUser();
  cookie = await signedIn(owner);
  channel = await makeChannel(owner, "webhook", { url: server.url, secret: webhookSecret });
});
afterAll(async () => {
  await worker.stop();
  await server.close();
  await environment.close();
});

const put = (to: string, body: unknown) => callRoute(routes, { to: `PUT /api/account/${to}`, cookie, body });
const choose = (kind: string, enabled = true) => put("notification-preferences", { kind, channel, enabled });
const crash = { serverId: "srv_1", server: "World", failure: "crash", reason: "It ended with code 9." } as const;
const fail = () => transaction((tx) => notify(tx, serverFailed, owner.userId ?? "", crash));
const send = async () => {
  while ((await worker.sendDue()) > 0);
  return server.received.map(({ body }) => JSON.parse(body.toString()));
};

it("a message goes to the channels that the person chose for its kind, beside panel and mail", async () => {
  await fail();
  expect(await send()).toEqual([]);
  const { body } = await choose("server.failed");
  expect(body.items).toContainEqual(
    expect.objectContaining({
      kind: "server.failed",
      channels: expect.arrayContaining([{ channel, label: "My webhook", enabled: true, mandatory: false }]),
    }),
  );
  await fail();
  expect(await send()).toMatchObject([
    { kind: "server.failed", severity: "error", title: "World crashed and does not restart", href: "/servers/srv_1" },
  ]);
  expect(await sql().rows("SELECT 1 FROM notification WHERE user_id = $1", [owner.userId])).toHaveLength(2);
  await choose("server.failed", false);
  await fail();
  expect(await send()).toHaveLength(1);
});

it("the report of a failed channel stays in the panel", async () => {
  expect((await choose("channel.failed")).status).toBe(422);
  await transaction((tx) => notify(tx, channelFailed, owner.userId ?? "", { channel: "x", reason: "404" }));
  expect(await sql().rows("SELECT 1 FROM delivery")).toEqual([]);
  expect(await sql().rows("SELECT 1 FROM notification WHERE user_id = $1", [owner.userId])).toHaveLength(1);
});

it("during quiet hours errors pass, and the rest comes as one digest at their end", async () => {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
  const hours = { from: at(-60), to: at(60), zone: "UTC" };
  expect((await put("quiet-hours", { quietHours: hours })).body).toEqual({ quietHours: hours });
  const read = await callRoute(routes, { to: "GET /api/account/quiet-hours", cookie });
  expect(read.body).toEqual({ quietHours: hours });
  const audit = "SELECT 1 FROM audit_entry WHERE action = 'account.quiet_hours_set' AND actor_id = $1";
  expect(await sql().rows(audit, [owner.userId])).toHaveLength(1);
  await queue([channel], "1", { title: "One", severity: "warning" });
  await queue([channel], "2", { title: "Two", severity: "info" });
  await queue([channel], "3", { title: "Bad" });
  expect((await send()).map(({ title }) => title)).toEqual(["Bad"]);
  const [waiting] = await deliveriesOf(channel);
  expect(waiting?.waits).toBeGreaterThan(58 * 60);
  expect(waiting?.waits).toBeLessThanOrEqual(60 * 60);
  // Their end.
  await sql().run("UPDATE delivery SET next_attempt_at = now() WHERE state = 'queued'");
  expect((await send()).map(({ title }) => title)).toEqual(["Bad", "2 notifications that waited"]);
});

it.each([
  [{ from: "22:00", to: "07:00", zone: "Mars/Olympus" }, "quietHours.zone"],
  [{ from: "22:00", to: "22:00", zone: "UTC" }, "quietHours.to"],
  [{ from: "25:00", to: "22:00", zone: "UTC" }, "quietHours.from"],
])("quiet hours %j are refused at %s", async (hours, path) => {
  const { body } = await put("quiet-hours", { quietHours: hours });
  expect(body.errors).toEqual([expect.objectContaining({ path })]);
});
