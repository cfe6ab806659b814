import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import type { AppError } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { withIdempotency } from "./idempotency";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
  await sql().run("CREATE TABLE made (key text)");
});
afterAll(() => environment.close());

const callOf = (key: string, body: unknown = { name: "a" }) => ({
  key,
  actor: { ...systemActor, userId: "usr_ada" },
  request: new Request("http://localhost:3000/api/servers", { method: "POST" }),
  body,
  headers: new Headers(),
});
const make = (key: string) => transaction((tx) => tx.run("INSERT INTO made VALUES ($1)", [key]));
const countMade = async (key: string) => (await sql().rows("SELECT 1 FROM made WHERE key = $1", [key])).length;

/** A process that ends in the middle: its work never comes back, and nobody renews its lease. */
async function dieDuring(key: string, commits: boolean): Promise<void> {
  let begun = () => {};
  const working = new Promise<void>((resolve) => {
    begun = resolve;
  });
  void withIdempotency(callOf(key), async () => {
    if (commits) await make(key);
    begun();
    return new Promise(() => {});
  });
  await working;
}
const endLease = (key: string) =>
  sql().run("UPDATE idempotency_key SET lease_until = now() - interval '1 second' WHERE key = $1", [key]);

it("answers the same call again with the first answer", async () => {
  const work = () => make("twice").then(() => ({ id: "srv_1" }));
  expect(await withIdempotency(callOf("twice"), work)).toEqual({ id: "srv_1" });
  const again = callOf("twice");
  expect(await withIdempotency(again, work)).toEqual({ id: "srv_1" });
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  await expect(withIdempotency(callOf("twice", { name: "b" }), work)).rejects.toMatchObject({
    code: "idempotency_key_reused",
  });
  expect(await countMade("twice")).toBe(1);
});

it("says how long the first call may still take, and renews that while it works", async () => {
  await dieDuring("busy", false);
  const refused = await withIdempotency(callOf("busy"), () => make("busy")).catch((error: AppError) => error);
  expect(refused).toMatchObject({ code: "idempotency_key_in_use" });
  expect((refused as AppError).retryAfterSeconds).toBeGreaterThan(7);
  await sql().run("UPDATE idempotency_key SET lease_until = now() + interval '4 seconds' WHERE key = 'busy'");
  await new Promise((resolve) => setTimeout(resolve, 3_300));
  const renewed = await withIdempotency(callOf("busy"), () => make("busy")).catch((error: AppError) => error);
  expect((renewed as AppError).retryAfterSeconds).toBeGreaterThan(7);
});

it("takes a key over from a process that died before it committed", async () => {
  await dieDuring("before", false);
  await endLease("before");
  expect(await withIdempotency(callOf("before"), () => make("before").then(() => "made"))).toBe("made");
  expect(await countMade("before")).toBe(1);
});

it("makes nothing twice after a process that died behind its commit, and says that the answer was lost", async () => {
  await dieDuring("behind", true);
  await endLease("behind");
  const again = withIdempotency(callOf("behind"), () => make("behind"));
  await expect(again).rejects.toMatchObject({ code: "idempotency_answer_lost" });
  expect(await countMade("behind")).toBe(1);
});

it("makes nothing twice when the work fails behind its commit", async () => {
  const fail = () => make("half").then(() => Promise.reject(new Error("busy")));
  await expect(withIdempotency(callOf("half"), fail)).rejects.toThrow("busy");
  const again = withIdempotency(callOf("half"), () => make("half"));
  await expect(again).rejects.toMatchObject({ code: "idempotency_answer_lost" });
  expect(await countMade("half")).toBe(1);
});

it("commits nothing for a process that lost its claim, and leaves the claim of the other alone", async () => {
  let resume = () => {};
  const stalled = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const slow = withIdempotency(callOf("stalled"), () => stalled.then(() => make("stalled")));
  await expect.poll(() => sql().rows("SELECT 1 FROM idempotency_key WHERE key = 'stalled'")).toHaveLength(1);
  await endLease("stalled");
  expect(await withIdempotency(callOf("stalled"), () => make("stalled").then(() => "made"))).toBe("made");
  resume();
  await expect(slow).rejects.toMatchObject({ code: "idempotency_key_in_use" });
  expect(await countMade("stalled")).toBe(1);
  expect(await withIdempotency(callOf("stalled"), () => make("stalled"))).toBe("made");
});

it("frees the key when the request is refused", async () => {
  const refuse = () => Promise.reject(new Error("refused"));
  await expect(withIdempotency(callOf("refused"), refuse)).rejects.toThrow("refused");
  expect(await withIdempotency(callOf("refused", { name: "c" }), async () => "made")).toBe("made");
});
