import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { type ChannelServer, startChannelServer } from "@/lib/testing/notifications/channel-server";
import {
  deliveriesOf,
  makeChannel,
  makeDeliveryWorker,
  makeDue,
  queue,
  webhookSecret,
} from "@/lib/testing/notifications/make-channel";
import { WorkerProcesses } from "@/lib/testing/processes/worker-process";

/** A worker that is killed after the reply to a delivery, before its outcome is stored. */
let environment: TestEnvironment;
let server: ChannelServer;
let owner: Actor;
let channel: string;
const worker = makeDeliveryWorker();
const processes = new WorkerProcesses("killable-deliveries");

beforeAll(async () => {
  environment = await openTestEnvironment({ NOTIFY_PRIVATE_NETWORKS: "true" });
  server = await startChannelServer();
  await processes.prepare();
});
beforeEach(async () => {
  await sql().run("DELETE FROM delivery");
  server.received.length = 0;
  owner = await makeUser();
  channel = await hook("/hook");
});
afterAll(async () => {
  await worker.stop();
  processes.dispose();
  await server.close();
  await environment.close();
});

const hook = (path: string) => makeChannel(owner, "webhook", { url: `${server.url}${path}`, secret: webhookSecret });
const sendAll = async () => {
  while ((await worker.sendDue()) > 0);
};
const keysReceived = () => server.received.map(({ headers }) => headers["idempotency-key"]);
const othersActive = async () =>
  (
    await sql().rows(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()",
    )
  ).length;

it("a worker killed between the reply and its record: one duplicate, under the same key", async () => {
  const { killed } = await processes.start({ replies: 1 });
  await queue([channel], "1");
  await killed;
  expect(server.received).toHaveLength(1);
  expect(await deliveriesOf(channel)).toMatchObject([{ state: "queued", attempts: 1 }]);
  await sendAll();
  expect(server.received).toHaveLength(1);
  const [row] = await deliveriesOf(channel);
  expect(row?.waits).toBeGreaterThan(40);
  expect(row?.waits).toBeLessThanOrEqual(60);
  // The lease ends; also an hour later it is not merged, since the receiver would drop other content under this key.
  await sql().run(
    "UPDATE delivery SET next_attempt_at = now(), leased_until = now(), created_at = now() - interval '2 hours'",
  );
  await queue([channel], "2");
  await sql().run("UPDATE delivery SET created_at = now() - interval '2 hours'");
  await sendAll();
  expect(server.received).toHaveLength(3);
  expect(keysReceived()[1]).toBe(keysReceived()[0]);
  expect((await deliveriesOf(channel)).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

it("over many kills nothing is lost, and what comes twice has the same key", { timeout: 240_000 }, async () => {
  const rounds = Number(process.env.KILL_ROUNDS ?? 6);
  const channels = await Promise.all(["/a", "/b", "/c"].map(hook));
  /** Leases and limits of a minute ended. */
  const renew = async () => {
    await makeDue();
    await sql().run("UPDATE notification_channel SET window_count = 0");
  };
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < 3; n++) await queue(channels, `${round} ${n}`);
    const { killed } = await processes.start({ replies: 1 + (round % 6) });
    await killed;
    // What it had sent to the database before its death may still be committed.
    await expect.poll(othersActive, { timeout: 10_000 }).toBe(0);
    await sql().run("UPDATE delivery SET leased_until = now() WHERE leased_until > now()");
    await renew();
  }
  while ((await worker.sendDue()) > 0) await renew();
  const states = (await Promise.all(channels.map(deliveriesOf))).flat().map(({ id, state }) => [id, state]);
  expect(states).toHaveLength(rounds * 9);
  const counts = Map.groupBy(keysReceived(), (key) => key);
  for (const [id, state] of states) expect([state, (counts.get(id)?.length ?? 0) > 0]).toEqual(["sent", true]);
  expect(counts.size).toBe(rounds * 9);
  // Each kill happened after a reply: that delivery, and those of the other channels at that moment, come once more.
  expect(server.received.length).toBeLessThanOrEqual(rounds * 9 + rounds * 3);
});
