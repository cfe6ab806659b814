import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { openRedis, type RedisConnection } from "@/lib/redis/connection";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { TestRedis } from "@/lib/testing/processes/redis";
import { until } from "@/lib/testing/until";
import { countRequest, uncountRequest, waitOf } from "../rate-limit";
import type { RateCounters } from "./counters";
import { closeCounters } from "./open-counters";
import { postgresCounters } from "./postgres-counters";
import { redisCounters } from "./redis-counters";

let environment: TestEnvironment;
let redis: TestRedis;
let client: RedisConnection;
beforeAll(async () => {
  redis = await TestRedis.start();
  environment = await openTestEnvironment({ REDIS_URL: redis.url });
  client = await openRedis({ url: redis.url, log: undefined });
});
afterAll(async () => {
  client.destroy();
  await closeCounters();
  await redis.kill();
  await environment.close();
});

/** Both stores must count alike, or a limit would depend on where it is counted. */
const stores: [string, () => RateCounters][] = [
  ["PostgreSQL", () => postgresCounters],
  ["Redis", () => redisCounters(client)],
];
const longWindow = 3_600;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(stores)("counters in %s", (name, store) => {
  const key = (purpose: string) => `${name}:${purpose}`;

  it("admit up to the limit, and do not count what they refuse", async () => {
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await store().count(key("limit"), longWindow, 1, 3));
    expect(answers.map(({ admitted }) => admitted)).toEqual([true, true, true, false, false]);
    expect(answers.at(-1)).toMatchObject({ count: 3, previousCount: 0 });
    expect(answers[0]?.elapsed).toBeGreaterThanOrEqual(0);
    expect(answers[0]?.elapsed).toBeLessThan(longWindow);
  });

  it("count a block at once, or not at all", async () => {
    expect(await store().count(key("block"), longWindow, 8, 10)).toMatchObject({ admitted: true, count: 8 });
    expect(await store().count(key("block"), longWindow, 8, 10)).toMatchObject({ admitted: false, count: 8 });
    expect(await store().count(key("block"), longWindow, 2, 10)).toMatchObject({ admitted: true, count: 10 });
  });

  it("admit no more than the limit of 100 callers at the same time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => store().count(key("together"), longWindow, 1, 40)),
    );
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(40);
  });

  it("take a request back, and never below zero", async () => {
    await store().count(key("back"), longWindow, 2, 10);
    await store().uncount(key("back"), 1);
    expect(await store().read(key("back"), longWindow)).toMatchObject({ count: 1 });
    await store().uncount(key("back"), 5);
    expect((await store().read(key("back"), longWindow))?.count ?? 0).toBe(0);
    await store().uncount(key("nobody"), 1);
  });

  it("weigh the previous window, and forget the one before it", async () => {
    // From the beginning of a window of one second.
    await pause(1_000 - (Date.now() % 1_000) + 20);
    for (let n = 0; n < 4; n++) await store().count(key("roll"), 1, 1, 4);
    await pause(1_000);
    expect(await store().read(key("roll"), 1)).toMatchObject({ count: 0, previousCount: 4 });
    expect(await store().count(key("roll"), 1, 1, 4)).toMatchObject({ admitted: false });
    await pause(2_100);
    expect(await store().read(key("roll"), 1)).toBeNull();
    expect(await store().count(key("roll"), 1, 1, 4)).toMatchObject({ admitted: true, count: 1, previousCount: 0 });
  });

  it("know nothing of a key that never counted", async () => {
    expect(await store().read(key("unknown"), longWindow)).toBeNull();
  });
});

describe("limits with REDIS_URL", () => {
  const limitClass = { name: "probe", limit: 3, windowSeconds: 3_600 };
  const rows = async () => (await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM rate_limit_window"))?.n;

  it("are counted in Redis, and write nothing to PostgreSQL", async () => {
    env().RATE_LIMIT_FACTOR = 1;
    const before = await rows();
    for (let n = 0; n < 3; n++) expect((await countRequest(limitClass, "ada")).exceeded).toBe(false);
    expect((await countRequest(limitClass, "ada")).exceeded).toBe(true);
    expect(await waitOf(limitClass, "ada")).toBeGreaterThan(0);
    await uncountRequest(limitClass, "ada");
    expect(await waitOf(limitClass, "ada")).toBe(0);
    expect(await rows()).toBe(before);
  });

  it("are counted in PostgreSQL while Redis is away, and in Redis again afterwards", async () => {
    await redis.kill();
    const before = (await rows()) ?? 0;
    expect((await countRequest(limitClass, "bob")).exceeded).toBe(false);
    expect(await rows()).toBe(before + 1);
    await redis.start();
    await until("the connection", async () => {
      await countRequest(limitClass, "carl");
      return (await client.exists("lightnode:limit:probe:carl").catch(() => 0)) === 1;
    });
  });
});
