import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { eventually, type Harness, startHarness, testApp } from "@/lib/realtime/testing/realtime-harness";
import { RealtimeClient } from "./client";

let harness: Harness;
let authCalls = 0;
// The panel's authorisation endpoint, as the library calls it: a form, and only 200 counts as success.
const auth = createServer(async (request, response) => {
  authCalls++;
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const socketId = form.get("socket_id") ?? "";
  const answer =
    request.url === "/user"
      ? harness.pusher.authenticateUser(socketId, { id: "me" })
      : harness.pusher.authorizeChannel(socketId, form.get("channel_name") ?? "");
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
});
const clients: RealtimeClient[] = [];

function newClient(userAuth = false): RealtimeClient {
  const endpoint = `http://127.0.0.1:${(auth.address() as AddressInfo).port}`;
  const client = new RealtimeClient({
    config: {
      key: testApp.key,
      cluster: "",
      hosted: false,
      wsHost: "127.0.0.1",
      wsPort: harness.port,
      forceTLS: false,
    },
    channelAuthEndpoint: `${endpoint}/channel`,
    userAuthEndpoint: userAuth ? `${endpoint}/user` : undefined,
  });
  clients.push(client);
  return client;
}

beforeAll(async () => {
  harness = await startHarness();
  await new Promise<void>((resolve) => auth.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  auth.close();
  await harness.close();
});

describe("RealtimeClient", () => {
  it("connects with the first listener, not before", async () => {
    const client = newClient();
    await sleep(50);
    expect(harness.server.stats().connections).toBe(0);
    let subscribed = false;
    client.listen("private-lazy", { event: "e", onEvent() {}, onSubscribed: () => (subscribed = true) });
    await eventually(() => subscribed);
    expect(client.getState()).toBe("connected");
  });

  it("shares one subscription and gives each listener its own events", async () => {
    const client = newClient();
    const seen: string[] = [];
    authCalls = 0;
    let subscriptions = 0;
    const onSubscribed = () => subscriptions++;
    const stop = client.listen("private-shared", {
      event: "a",
      onEvent: (data) => seen.push(`first ${data}`),
      onSubscribed,
    });
    client.listen("private-shared", { event: "a", onEvent: (data) => seen.push(`second ${data}`), onSubscribed });
    client.listen("private-shared", { event: "b", onEvent: () => seen.push("other"), onSubscribed });
    await eventually(() => subscriptions === 3);
    await harness.pusher.trigger("private-shared", "a", 1);
    await eventually(() => seen.length === 2);
    stop();
    await harness.pusher.trigger("private-shared", "a", 2);
    await eventually(() => seen.length === 3);
    expect(seen).toEqual(["first 1", "second 1", "second 2"]);
    expect(authCalls).toBe(1);
  });

  it("leaves the channel shortly after its last listener, and keeps it for the next page", async () => {
    const client = newClient();
    let subscribed = false;
    const stop = client.listen("private-linger", { event: "e", onEvent() {}, onSubscribed: () => (subscribed = true) });
    await eventually(() => subscribed);
    stop();
    let isKnown = false;
    const next = { event: "e", onEvent() {}, onSubscribed: () => (isKnown = true) };
    const stopNext = client.listen("private-linger", next);
    await sleep(1200);
    expect(isKnown).toBe(true);
    const channels = async () => Object.keys((await (await harness.pusher.get({ path: "/channels" })).json()).channels);
    expect(await channels()).toContain("private-linger");
    stopNext();
    await sleep(1200);
    expect(await channels()).not.toContain("private-linger");
  });

  it("signs in when asked to, and is unavailable after it was terminated", async () => {
    const client = newClient(true);
    client.listen("private-signed-in", { event: "e", onEvent() {} });
    await eventually(() => client.getState() === "connected");
    await sleep(100);
    await harness.pusher.terminateUserConnections("me");
    await eventually(() => client.getState() === "unavailable");
  });

  it("reconnects soon after the server was down, without waiting as long as the library would", async () => {
    const client = newClient();
    let [subscribed, reconnects] = [false, 0];
    client.listen("private-away", {
      event: "e",
      onEvent() {},
      onSubscribed: () => (subscribed = true),
      onReconnect: () => reconnects++,
    });
    await eventually(() => subscribed);
    const { port } = harness;
    await harness.close();
    await sleep(2500);
    expect(client.getState()).toBe("connecting");
    harness = await startHarness({}, port);
    await eventually(() => reconnects === 1, undefined, 9000);
  }, 20_000);

  it("notifies a listener whose first subscription came late that it missed events, and one in time not", async () => {
    const client = newClient();
    const { port } = harness;
    await harness.close();
    let [subscribed, missed] = [0, 0];
    const listener = { event: "e", onEvent() {}, onSubscribed: () => subscribed++, onReconnect: () => missed++ };
    client.listen("private-late", listener);
    await sleep(1200);
    harness = await startHarness({}, port);
    await eventually(() => subscribed === 1, undefined, 15_000);
    expect(missed).toBe(1);
    client.listen("private-in-time", listener);
    await eventually(() => subscribed === 2);
    expect(missed).toBe(1);
  }, 20_000);

  it("notifies listeners after a restart that they missed events, and delivers again", async () => {
    const client = newClient();
    const seen: unknown[] = [];
    const states: string[] = [];
    client.onStateChange(() => states.push(client.getState()));
    let reconnects = 0;
    let subscribed = false;
    client.listen("private-restart", {
      event: "e",
      onEvent: (data) => seen.push(data),
      onSubscribed: () => (subscribed = true),
      onReconnect: () => reconnects++,
    });
    await eventually(() => subscribed);
    const { port } = harness;
    await harness.close();
    harness = await startHarness({}, port);
    await eventually(() => reconnects === 1, undefined, 15_000);
    await harness.pusher.trigger("private-restart", "e", "after");
    await eventually(() => seen.length === 1);
    expect(seen).toEqual(["after"]);
    expect(states).toEqual(["connected", "connecting", "connected"]);
  }, 20_000);
});
