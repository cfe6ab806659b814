import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { until } from "@/lib/testing/until";
import { defineEvent, on } from "./define-event";
import { emitEvent } from "./emit-event";
import { EventRelay } from "./event-relay";
import { purgeFailedEvents } from "./purge-failed-events";

const counted = defineEvent({
  name: "test.counted",
  schema: z.object({ subject: z.string(), n: z.number() }),
  subjectOf: ({ subject }) => subject,
});

let environment: TestEnvironment;
const log = createLogger("test", "silent");
const running: { stop(): Promise<void> }[] = [];
let handled: string[] = [];

beforeAll(async () => {
  environment = await openTestEnvironment();
});
beforeEach(() => {
  handled = [];
});
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  await sql().run("DELETE FROM outbox_event");
});
afterAll(() => environment.close());

async function startRelay(react: (payload: { subject: string; n: number }) => Promise<void>): Promise<EventRelay> {
  const listener = new DatabaseListener({ databaseUrl: env().DATABASE_URL, log });
  await listener.start();
  const relay = new EventRelay({ listener, reactions: [on(counted, react)], log });
  running.push(listener, relay);
  relay.start();
  return relay;
}

const emit = (subject: string, n: number) => transaction((tx) => emitEvent(tx, counted, { subject, n }));
const record = async ({ subject, n }: { subject: string; n: number }) => void handled.push(`${subject}${n}`);
const isEmpty = async () => (await sql().rows("SELECT 1 FROM outbox_event WHERE failed_at IS NULL")).length === 0;

it("an event is handled when its transaction has committed, and only then", async () => {
  await startRelay(record);
  await expect(
    transaction(async (tx) => {
      await emitEvent(tx, counted, { subject: "a", n: 1 });
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  const startedAt = performance.now();
  await emit("a", 2);
  await until("the event", async () => handled.length > 0);
  expect(performance.now() - startedAt).toBeLessThan(1_900);
  await until("the outbox to be empty", isEmpty);
  expect(handled).toEqual(["a2"]);
});

it("events that were written while no worker ran are handled by the next one", async () => {
  for (let n = 0; n < 120; n++) await emit("a", n);
  await startRelay(record);
  await until("the outbox to be empty", isEmpty);
  expect(handled).toEqual(Array.from({ length: 120 }, (_, n) => `a${n}`));
});

it("two workers handle each event once, those of a subject in order", async () => {
  const slow = async (event: { subject: string; n: number }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    await record(event);
  };
  await Promise.all([startRelay(slow), startRelay(slow)]);
  for (let n = 0; n < 40; n++) for (const subject of ["a", "b", "c"]) await emit(subject, n);
  await until("the outbox to be empty", isEmpty);
  expect(handled).toHaveLength(120);
  for (const subject of ["a", "b", "c"]) {
    const own = handled.filter((one) => one.startsWith(subject));
    expect(own).toEqual(Array.from({ length: 40 }, (_, n) => `${subject}${n}`));
  }
});

it("a reaction that fails is tried again, stops no other subject, and keeps its own waiting", async () => {
  let failures = 2;
  await startRelay(async (event) => {
    if (event.subject === "a" && failures-- > 0) throw new Error("not now");
    await record(event);
  });
  await emit("a", 1);
  await emit("a", 2);
  await emit("b", 1);
  await until("the outbox to be empty", isEmpty);
  expect(handled).toEqual(["b1", "a1", "a2"]);
});

it("one that fails too often is kept with its reason, and those after it go on", async () => {
  await emit("a", 1);
  await sql().run("UPDATE outbox_event SET attempts = 9");
  await startRelay(async (event) => {
    if (event.n === 1) throw new Error("never");
    await record(event);
  });
  await emit("a", 2);
  await until("the second", async () => handled.length > 0);
  expect(handled).toEqual(["a2"]);
  const kept = "SELECT error, failed_at IS NOT NULL AS failed FROM outbox_event";
  await until("the outbox to be empty", isEmpty);
  expect(await sql().rows(kept)).toEqual([{ error: "never", failed: true }]);
  await purgeFailedEvents();
  expect(await sql().rows(kept)).toHaveLength(1);
  await sql().run("UPDATE outbox_event SET failed_at = now() - interval '8 days'");
  await purgeFailedEvents();
  expect(await sql().rows(kept)).toEqual([]);
});

it("what a killed worker had begun is handled again when its lease ends", async () => {
  await emit("a", 1);
  // As claimed by a worker that has died since.
  await sql().run("UPDATE outbox_event SET attempts = 1, not_before = now() + interval '1 second'");
  await startRelay(record);
  await until("the event", async () => handled.length > 0);
  expect(handled).toEqual(["a1"]);
});
