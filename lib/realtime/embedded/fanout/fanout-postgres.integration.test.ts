import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { DatabaseListener, listenerName } from "@/lib/db/database-listener";
import { eventually, type Harness, nextEvent, startHarness } from "@/lib/realtime/testing/realtime-harness";
import type { Fanout, FanoutMessage } from "./fanout";
import { createPostgresFanout } from "./fanout-postgres";

// Two and three servers that know each other only through a real PostgreSQL.
function databaseUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error("TEST_DATABASE_URL must name a PostgreSQL that tests may use");
  return url;
}

const timings = { heartbeatMs: 100, expiryMs: 400, occupancyMs: 50, settleMs: 50 };
let admin: Client;
let channel: string;
const opened: Harness[] = [];
const fanouts: Fanout[] = [];
const listeners: DatabaseListener[] = [];
let serving: Fanout[] = [];

/** A fanout with a connection of its own, as in a process of its own. */
async function makeFanout(url = databaseUrl()): Promise<Fanout> {
  const listener = new DatabaseListener({ databaseUrl: url, log: undefined });
  listeners.push(listener);
  await listener.start();
  return createPostgresFanout({ listener, channel });
}

async function start(): Promise<Harness> {
  const fanout = await makeFanout();
  serving.push(fanout);
  const harness = await startHarness({ fanout, clusterTimings: timings });
  opened.push(harness);
  return harness;
}

async function startTwo(): Promise<[Harness, Harness]> {
  channel = `test_${randomUUID()}`;
  serving = [];
  const pair: [Harness, Harness] = [await start(), await start()];
  await eventually(() => pair.every(({ server }) => server.stats().otherProcesses === 1));
  return pair;
}

async function subscribed(harness: Harness, name: string, userId = "u") {
  const client = harness.client(userId);
  const subscription = client.subscribe(name);
  const members = await nextEvent(subscription, "pusher:subscription_succeeded");
  return { client, subscription, members };
}

/** Waits until a process knows that many members: word of a join takes a few milliseconds to the other processes. */
async function knowsMembers(harness: Harness, name: string, count: number): Promise<void> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) {
    const answer = await harness.pusher.get({ path: `/channels/${name}/users` });
    if ((await answer.json()).users.length === count) return;
    await sleep(10);
  }
  throw new Error(`${count} members never became known`);
}

beforeAll(async () => {
  admin = new Client({ connectionString: databaseUrl() });
  await admin.connect();
  // As the migration makes it.
  await admin.query(
    `CREATE UNLOGGED TABLE IF NOT EXISTS realtime_message (
       id text PRIMARY KEY, payload text NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
  );
});
afterEach(async () => {
  for (const harness of opened.splice(0)) await harness.close();
  for (const fanout of fanouts.splice(0)) await fanout.stop();
  for (const listener of listeners.splice(0)) await listener.stop();
});
afterAll(() => admin.end());

/** Ends the connections that fanouts hold, the oldest first. */
const cutConnections = (limit: number) =>
  admin.query(
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()
       ORDER BY backend_start LIMIT $2) AS held`,
    [listenerName, limit],
  );

describe("events", () => {
  it("published at one process reach subscribers of the other, in order, small and large", async () => {
    const [a, b] = await startTwo();
    const { subscription } = await subscribed(b, "private-updates");
    const seen: string[] = [];
    subscription.bind("e", (data: string) => seen.push(data));
    const texts = Array.from({ length: 40 }, (_, i) => `${i}:${"é".repeat(i % 4 === 0 ? 5000 : 10)}`);
    for (const text of texts) await a.pusher.trigger("private-updates", "e", text);
    await eventually(() => seen.length === texts.length);
    expect(seen).toEqual(texts);
    const stored = await admin.query("SELECT count(*)::int AS count FROM realtime_message");
    expect(stored.rows[0].count).toBeGreaterThanOrEqual(10);
  });

  it("of clients cross processes with the sender's id and are not echoed", async () => {
    const [a, b] = await startTwo();
    const ada = await subscribed(a, "presence-chat", "ada");
    const bob = await subscribed(b, "presence-chat", "bob");
    const seen: unknown[] = [];
    ada.subscription.bind("client-say", () => seen.push("echo"));
    bob.subscription.bind("client-say", (data: unknown, metadata: unknown) => seen.push([data, metadata]));
    ada.subscription.trigger("client-say", { text: "hi" });
    await eventually(() => seen.length > 0);
    await sleep(100);
    expect(seen).toEqual([[{ text: "hi" }, { user_id: "ada" }]]);
  });

  it("are kept for cache channels by every process", async () => {
    const [a, b] = await startTwo();
    await a.pusher.trigger("cache-sky", "colour", "blue");
    await sleep(100);
    expect(await nextEvent(b.client().subscribe("cache-sky"), "colour")).toBe("blue");
  });
});

describe("presence over processes", () => {
  it("is one list: joins, several tabs, leaves", async () => {
    const [a, b] = await startTwo();
    const ada = await subscribed(a, "presence-members", "ada");
    const log: string[] = [];
    ada.subscription.bind("pusher:member_added", ({ id }: { id: string }) => log.push(`+${id}`));
    ada.subscription.bind("pusher:member_removed", ({ id }: { id: string }) => log.push(`-${id}`));
    await knowsMembers(b, "presence-members", 1);
    const bob = await subscribed(b, "presence-members", "bob");
    expect(bob.members).toMatchObject({ count: 2, members: { ada: { name: "name of ada" } } });
    const bobHere = await subscribed(a, "presence-members", "bob");
    await eventually(() => log.length === 1);
    bob.client.disconnect();
    await sleep(150);
    expect(log).toEqual(["+bob"]);
    bobHere.client.disconnect();
    await eventually(() => log.length === 2);
    expect(log).toEqual(["+bob", "-bob"]);
  });

  it("is published to a process that starts later", async () => {
    const [a] = await startTwo();
    await subscribed(a, "presence-members", "ada");
    const late = await start();
    await knowsMembers(late, "presence-members", 1);
    expect((await subscribed(late, "presence-members", "bob")).members).toMatchObject({ count: 2 });
  });

  it("forgets the members of a process that dies without a word", async () => {
    const [a] = await startTwo();
    const ada = await subscribed(a, "presence-members", "ada");
    const dying = await makeFanout();
    fanouts.push(dying);
    await dying.start("dying", { onMessage() {}, onConnected() {} });
    const member = { channel: "presence-members", userId: "ghost", userInfo: null };
    const snapshot: FanoutMessage = { type: "snapshot", members: [member], counts: [["presence-members", 1]] };
    const removed = nextEvent(ada.subscription, "pusher:member_removed");
    const added = nextEvent(ada.subscription, "pusher:member_added");
    dying.publish(snapshot);
    expect(await added).toMatchObject({ id: "ghost" });
    expect(await removed).toMatchObject({ id: "ghost" });
    expect(a.server.stats().otherProcesses).toBe(1);
  });

  it("loses a process that stops properly at once", async () => {
    const [a, b] = await startTwo();
    const ada = await subscribed(a, "presence-members", "ada");
    await subscribed(b, "presence-members", "bob");
    await knowsMembers(a, "presence-members", 2);
    const removed = nextEvent(ada.subscription, "pusher:member_removed");
    await b.server.close({ drainWindowMs: 0 });
    opened.splice(opened.indexOf(b), 1);
    expect(await removed).toMatchObject({ id: "bob" });
    expect(a.server.stats().otherProcesses).toBe(0);
  });
});

describe("questions and orders", () => {
  const get = async (harness: Harness, path: string, params?: Record<string, string>) =>
    (await harness.pusher.get({ path, params })).json();

  it("are answered for all processes by any of them", async () => {
    const [a, b] = await startTwo();
    await subscribed(a, "presence-members", "ada");
    await subscribed(b, "presence-members", "bob");
    const here = await subscribed(b, "only-there");
    await knowsMembers(a, "presence-members", 2);
    await sleep(150);
    expect(await get(a, "/channels")).toEqual({ channels: { "only-there": {}, "presence-members": {} } });
    expect(await get(a, "/channels/presence-members", { info: "user_count,subscription_count" })).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 2,
    });
    expect((await get(a, "/channels/presence-members/users")).users).toHaveLength(2);
    here.client.disconnect();
    await sleep(150);
    expect(await get(a, "/channels/only-there")).toEqual({ occupied: false });
  });

  it("terminate a user wherever they are connected", async () => {
    const [a, b] = await startTwo();
    const client = b.client("carl");
    client.signin();
    await eventually(() => client.user.serverToUserChannel?.subscribed === true);
    await a.pusher.terminateUserConnections("carl");
    await eventually(() => client.connection.state === "disconnected");
  });
});

describe("when PostgreSQL goes away", () => {
  it("serves its own subscribers meanwhile, reconnects by itself and publishes its members again", async () => {
    const [a, b] = await startTwo();
    const ada = await subscribed(a, "presence-members", "ada");
    await subscribed(b, "presence-members", "bob");
    await knowsMembers(a, "presence-members", 2);
    const removed: unknown[] = [];
    ada.subscription.bind("pusher:member_removed", (member: unknown) => removed.push(member));
    await cutConnections(2);
    await eventually(() => serving.every(({ connected }) => !connected));
    const local = nextEvent(ada.subscription, "local");
    await a.pusher.trigger("presence-members", "local", 1);
    expect(await local).toBe(1);
    await eventually(() => serving.every(({ connected }) => connected), undefined, 5000);
    const again = nextEvent(ada.subscription, "again");
    await b.pusher.trigger("presence-members", "again", 1);
    await again;
    await subscribed(b, "presence-members", "carol");
    await knowsMembers(a, "presence-members", 3);
    expect(removed).toEqual([]);
  });

  it("delivers what was published while its own connection was away", async () => {
    const [a, b] = await startTwo();
    const { subscription } = await subscribed(b, "updates");
    const received = nextEvent(subscription, "e");
    await cutConnections(1);
    await a.pusher.trigger("updates", "e", "late");
    expect(await received).toBe("late");
  });
});

describe("createPostgresFanout", () => {
  async function listen(id: string): Promise<{ fanout: Fanout; seen: FanoutMessage[] }> {
    const seen: FanoutMessage[] = [];
    const fanout = await makeFanout();
    fanouts.push(fanout);
    await fanout.start(id, { onMessage: (_from, message) => seen.push(message), onConnected() {} });
    return { fanout, seen };
  }

  it("keeps order and loses nothing under load, and never hears itself", async () => {
    channel = `test_${randomUUID()}`;
    const [one, two] = [await listen("one"), await listen("two")];
    const count = 3000;
    for (let i = 0; i < count; i++) {
      const data = i % 500 === 0 ? `${i}:${"x".repeat(9000)}` : `${i}:`;
      one.fanout.publish({ type: "event", event: "e", channel: "c", data, cacheable: false });
    }
    await eventually(
      () => two.seen.length === count,
      () => `${two.seen.length} of ${count}`,
      10_000,
    );
    expect(two.seen.map((message) => Number.parseInt(String((message as { data: unknown }).data), 10))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
    expect(one.seen).toEqual([]);
  });

  it("starts without PostgreSQL and goes on trying", async () => {
    const fanout = await makeFanout("postgres://nobody@127.0.0.1:1/none");
    fanouts.push(fanout);
    await fanout.start("alone", { onMessage() {}, onConnected() {} });
    expect(fanout.connected).toBe(false);
    fanout.publish({ type: "heartbeat" });
  });

  it("ignores what it does not understand", async () => {
    channel = `test_${randomUUID()}`;
    const { fanout, seen } = await listen("one");
    const sender = await listen("two");
    for (const payload of [
      "nonsense",
      "{}",
      '{"from":"x","messages":[{"type":"future"}]}',
      '{"from":"x","claim":"none"}',
    ]) {
      await admin.query("SELECT pg_notify($1, $2)", [channel, payload]);
    }
    sender.fanout.publish({ type: "heartbeat" });
    await eventually(() => seen.length === 1);
    expect(fanout.connected).toBe(true);
  });
});
