import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { countRequest, limitClasses } from "./rate-limit";

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
  env().RATE_LIMIT_FACTOR = 1000 / 600;
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
