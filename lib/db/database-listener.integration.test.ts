import { createServer, connect as dial, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { DatabaseListener } from "./database-listener";
import { notifyEach } from "./notify.sql";
import { sql } from "./transaction";

let environment: TestEnvironment;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => environment.close());

const within = { timeout: 10_000, interval: 20 };
const notify = (channel: string, payload: string) => sql().rows("SELECT pg_notify($1, $2)", [channel, payload]);
const ownConnections = async () =>
  (
    await sql().rows<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'lightnode-listener' AND datname = current_database()",
    )
  ).map(({ pid }) => pid);

function listen(databaseUrl = environment.databaseUrl) {
  const listener = new DatabaseListener({ databaseUrl, log: undefined, probeEveryMs: 300 });
  const seen: string[] = [];
  listener.subscribe("first_channel", {
    onNotice: (payload) => seen.push(`first ${payload}`),
    onConnected: () => seen.push("connected"),
    onLost: () => seen.push("lost"),
  });
  listener.subscribe("second_channel", { onNotice: (payload) => seen.push(`second ${payload}`) });
  cleanups.push(() => listener.stop());
  return { listener, seen };
}

it("receives every channel on one connection", async () => {
  const { listener, seen } = listen();
  expect(await listener.start()).toBe(true);
  await notify("first_channel", "a");
  await notify("second_channel", "b");
  await notify("third_channel", "c");
  await expect.poll(() => seen, within).toEqual(["connected", "first a", "second b"]);
  expect(await ownConnections()).toHaveLength(1);
});

it("receives a channel that is subscribed while the connection is open", async () => {
  const { listener, seen } = listen();
  await listener.start();
  listener.subscribe("late_channel", {
    onNotice: (payload) => seen.push(`late ${payload}`),
    onConnected: () => seen.push("late"),
  });
  await expect.poll(() => seen, within).toEqual(["connected", "late"]);
  await notify("late_channel", "a");
  await expect.poll(() => seen.at(-1), within).toBe("late a");
});

it("connects again when its connection is ended, and says so", async () => {
  const { listener, seen } = listen();
  await listener.start();
  for (const pid of await ownConnections()) await sql().run("SELECT pg_terminate_backend($1)", [pid]);
  await expect.poll(() => seen, within).toEqual(["connected", "lost", "connected"]);
  await notify("first_channel", "a");
  await expect.poll(() => seen.at(-1), within).toBe("first a");
});

it("sends on its connection, and keeps it when a statement is refused", async () => {
  const { listener, seen } = listen();
  await listener.start();
  const refused = { ...notifyEach, name: undefined, text: "SELECT 1 / 0 AS pg_notify" };
  await expect(listener.query(refused)).rejects.toThrow("division by zero");
  await listener.query(notifyEach, ["first_channel", ["a"]]);
  await expect.poll(() => seen, within).toEqual(["connected", "first a"]);
});

it("connects again after an error of its connection, and sends nothing meanwhile", async () => {
  const { listener, seen } = listen();
  await listener.start();
  const ended = { ...notifyEach, name: undefined, text: "SELECT pg_terminate_backend(pg_backend_pid()) AS pg_notify" };
  await expect(listener.query(ended)).rejects.toThrow();
  expect(listener.isListening).toBe(false);
  await expect(listener.query(notifyEach, ["first_channel", ["a"]])).rejects.toThrow("no connection");
  await expect.poll(() => seen, within).toEqual(["connected", "lost", "connected"]);
  await listener.query(notifyEach, ["first_channel", ["b"]]);
  await expect.poll(() => seen.at(-1), within).toBe("first b");
});

it("notices a database that is silent although the connection is open", async () => {
  const target = new URL(environment.databaseUrl);
  const pairs: [Socket, Socket][] = [];
  const proxy = createServer((client) => {
    const server = dial(Number(target.port), target.hostname);
    for (const socket of [client, server]) socket.on("error", () => {});
    client.pipe(server);
    server.pipe(client);
    pairs.push([client, server]);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    for (const socket of pairs.flat()) socket.destroy();
    proxy.close();
  });
  const { port } = proxy.address() as { port: number };
  const { listener, seen } = listen(Object.assign(new URL(target), { port: String(port) }).toString());
  await listener.start();
  // Nothing arrives any more, and nothing is closed.
  for (const [client, server] of pairs) {
    server.unpipe(client);
    server.resume();
  }
  await expect.poll(() => seen.slice(0, 3), within).toEqual(["connected", "lost", "connected"]);
});

it("says that it does not listen when the first attempt fails, and ends when it is stopped", async () => {
  const { listener, seen } = listen("postgresql://nobody:nothing@127.0.0.1:1/none");
  expect(await listener.start()).toBe(false);
  expect(seen).toEqual([]);
  const working = listen();
  await working.listener.start();
  await working.listener.stop();
  await expect.poll(ownConnections, within).toEqual([]);
  expect(working.seen).toEqual(["connected"]);
});
