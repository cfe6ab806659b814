import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { eventually, type Harness, nextEvent, startHarness } from "@/lib/realtime/testing/realtime-harness";
import { TestRedis } from "@/lib/testing/processes/redis";
import type { Fanout, FanoutMessage } from "./fanout";
import { createRedisFanout } from "./fanout-redis";

// Two servers that know each other only through a real Redis.
const timings = { heartbeatMs: 100, expiryMs: 400, occupancyMs: 50, settleMs: 50 };
let redis: TestRedis;
let channel: string;
const opened: Harness[] = [];
const fanouts: Fanout[] = [];
beforeAll(async () => {
  redis = await TestRedis.start();
});
afterEach(async () => {
  for (const harness of opened.splice(0)) await harness.close();
  for (const fanout of fanouts.splice(0)) await fanout.stop();
});
afterAll(() => redis.kill());

async function startTwo(): Promise<[Harness, Harness]> {
  channel = `test_${randomUUID()}`;
  const start = async () => {
    const fanout = createRedisFanout({ url: redis.url, channel });
    fanouts.push(fanout);
    const harness = await startHarness({ fanout, clusterTimings: timings });
    opened.push(harness);
    return harness;
  };
  const pair: [Harness, Harness] = [await start(), await start()];
  await eventually(() => pair.every(({ server }) => server.stats().otherProcesses === 1));
  return pair;
}

it("takes events to subscribers of another process, in order, small and large", async () => {
  const [a, b] = await startTwo();
  const subscription = b.client("u").subscribe("private-updates");
  await nextEvent(subscription, "pusher:subscription_succeeded");
  const seen: string[] = [];
  subscription.bind("e", (data: string) => seen.push(data));
  const texts = Array.from({ length: 40 }, (_, i) => `${i}:${"é".repeat(i % 4 === 0 ? 5000 : 10)}`);
  for (const text of texts) await a.pusher.trigger("private-updates", "e", text);
  await eventually(() => seen.length === texts.length);
  expect(seen).toEqual(texts);
});

it("knows the members of a channel at every process, and forgets those of one that stops", async () => {
  const [a, b] = await startTwo();
  const ada = a.client("ada").subscribe("presence-members");
  await nextEvent(ada, "pusher:subscription_succeeded");
  const added = nextEvent(ada, "pusher:member_added");
  b.client("bob").subscribe("presence-members");
  expect(await added).toMatchObject({ id: "bob" });
  const removed = nextEvent(ada, "pusher:member_removed");
  await b.server.close({ drainWindowMs: 0 });
  expect(await removed).toMatchObject({ id: "bob" });
});

it("serves its own subscribers while Redis is away, and connects again by itself", async () => {
  const [a, b] = await startTwo();
  const ada = a.client("ada").subscribe("private-updates");
  await nextEvent(ada, "pusher:subscription_succeeded");
  await redis.kill();
  await eventually(() => fanouts.every(({ connected }) => !connected));
  const local = nextEvent(ada, "local");
  await a.pusher.trigger("private-updates", "local", 1);
  expect(await local).toBe(1);
  await redis.start();
  await eventually(() => fanouts.every(({ connected }) => connected), undefined, 8_000);
  const again = nextEvent(ada, "again");
  await b.pusher.trigger("private-updates", "again", 2);
  expect(await again).toBe(2);
});

it("keeps order and loses nothing under load, and never hears itself", async () => {
  channel = `test_${randomUUID()}`;
  const listen = async (id: string) => {
    const seen: FanoutMessage[] = [];
    const fanout = createRedisFanout({ url: redis.url, channel });
    fanouts.push(fanout);
    await fanout.start(id, { onMessage: (_from, message) => seen.push(message), onConnected() {} });
    return { fanout, seen };
  };
  const [one, two] = [await listen("one"), await listen("two")];
  for (let i = 0; i < 3_000; i++)
    one.fanout.publish({ type: "event", event: "e", channel: "c", data: String(i), cacheable: false });
  await eventually(() => two.seen.length === 3_000, undefined, 10_000);
  expect(two.seen.map((message) => ("data" in message ? Number(message.data) : -1))).toEqual(
    Array.from({ length: 3_000 }, (_, i) => i),
  );
  expect(one.seen).toEqual([]);
});

it("starts without Redis and goes on trying", async () => {
  const fanout = createRedisFanout({ url: "redis://127.0.0.1:1" });
  fanouts.push(fanout);
  await fanout.start("alone", { onMessage() {}, onConnected() {} });
  expect(fanout.connected).toBe(false);
  fanout.publish({ type: "heartbeat" });
});
