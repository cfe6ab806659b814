import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { database } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { countRequest, enforceLimits, type LimitClass, limitClasses, waitOf } from "./rate-limit";

let environment: TestEnvironment;
let factor: number;
beforeAll(async () => {
  environment = await openTestEnvironment();
  factor = env().RATE_LIMIT_FACTOR;
});
afterAll(async () => {
  env().RATE_LIMIT_FACTOR = factor;
  await environment.close();
});

const counted = async (subject: string) =>
  (await sql().row<{ n: number }>("SELECT count::int AS n FROM rate_limit_window WHERE key = $1", [subject]))?.n;

it("counts high limits in blocks of a hundredth, and allows no more than the limit", async () => {
  env().RATE_LIMIT_FACTOR = 1000 / 6000;
  // Windows are minutes of the clock: not across the end of one.
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < 5_000) await new Promise((resolve) => setTimeout(resolve, leftMs + 100));
  const states = [];
  for (let n = 0; n < 25; n++) states.push(await countRequest(limitClasses.executorCall, "blocks"));
  expect(await counted("executor-call:blocks")).toBe(30);
  expect(states.map(({ remaining }) => remaining)).toEqual(Array.from({ length: 25 }, (_, n) => 999 - n));
  for (let n = 25; n < 1000; n++)
    expect((await countRequest(limitClasses.executorCall, "blocks")).exceeded).toBe(false);
  expect((await countRequest(limitClasses.executorCall, "blocks")).exceeded).toBe(true);
});

it("counts each request of a low limit", async () => {
  env().RATE_LIMIT_FACTOR = 1;
  for (let n = 0; n < 3; n++) await countRequest(limitClasses.executorConfig, "single");
  expect(await counted("executor-config:single")).toBe(3);
});

const seconds = (wait: number) => new Promise((resolve) => setTimeout(resolve, wait * 1000));

it("says a time after which the request is admitted, however often it was asked in between", async () => {
  env().RATE_LIMIT_FACTOR = 1;
  const short: LimitClass = { name: "short", limit: 3, windowSeconds: 2 };
  for (let round = 0; round < 4; round++) {
    let state = await countRequest(short, "honest");
    while (!state.exceeded) state = await countRequest(short, "honest");
    const promisedMs = Date.now() + state.resetSeconds * 1000;
    const wait = await waitOf(short, "honest");
    if (Date.now() < promisedMs - 1_100) expect(wait).toBeGreaterThan(0);
    while (Date.now() < promisedMs) {
      await countRequest(short, "honest-other");
      if (Date.now() < promisedMs - 1_100) expect((await countRequest(short, "honest")).exceeded).toBeDefined();
      await seconds(0.05);
    }
    expect((await countRequest(short, "honest")).exceeded).toBe(false);
  }
});

it("counts a request that one of several limits refuses in none of them, and says the longest time", async () => {
  env().RATE_LIMIT_FACTOR = 1;
  const wide: LimitClass = { name: "wide", limit: 10, windowSeconds: 60 };
  const narrow: LimitClass = { name: "narrow", limit: 1, windowSeconds: 3600 };
  const both = [
    { limitClass: wide, subject: "several" },
    { limitClass: narrow, subject: "several" },
  ];
  await enforceLimits(both);
  const refusal = await enforceLimits(both).catch((error) => error);
  expect(refusal).toMatchObject({ code: "rate_limited" });
  expect(refusal.retryAfterSeconds).toBeGreaterThan(60);
  expect(await counted("wide:several")).toBe(1);
});

it("refuses a flood without a statement for each request", async () => {
  env().RATE_LIMIT_FACTOR = 1;
  const flooded: LimitClass = { name: "flooded", limit: 1, windowSeconds: 3600 };
  const { pool } = database();
  let statements = 0;
  const count = () => {
    statements++;
  };
  pool.on("acquire", count);
  for (let n = 0; n < 2_000; n++) await countRequest(flooded, "flood");
  pool.off("acquire", count);
  expect(statements).toBeLessThan(200);
});
