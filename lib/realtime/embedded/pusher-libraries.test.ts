import nacl from "tweetnacl";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { eventually, type Harness, nextEvent, startHarness } from "../testing/realtime-harness";

// The unmodified official libraries, pusher (server) and pusher-js (client), against our server on loopback.
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function subscribed(client: ReturnType<Harness["client"]>, name: string) {
  const channel = client.subscribe(name);
  await nextEvent(channel, "pusher:subscription_succeeded");
  return channel;
}

describe("channels", () => {
  it.each(["updates", "private-updates", "private-cache-updates", "presence-updates"])(
    "%s delivers what the server publishes",
    async (name) => {
      const channel = await subscribed(harness.client(), name);
      const received = nextEvent(channel, "greeting");
      await harness.pusher.trigger(name, "greeting", { text: "héllo \u2028", n: 0 });
      expect(await received).toEqual({ text: "héllo \u2028", n: 0 });
    },
  );

  it.each([[0], [false], [null], [""], ["text"], [[]]])("delivers %j as it is", async (data) => {
    const channel = await subscribed(harness.client(), "falsy");
    const received = nextEvent(channel, "e");
    await harness.pusher.trigger("falsy", "e", data);
    expect(await received).toEqual(data);
  });

  it("private-encrypted- channels carry what only the two ends can read", async () => {
    const client = harness.client("u1", { nacl });
    const eavesdropper = harness.raw();
    const channel = await subscribed(client, "private-encrypted-a");
    const socketId = await eavesdropper.socketId();
    const { auth } = harness.pusher.authorizeChannel(socketId, "private-encrypted-a");
    eavesdropper.send({ event: "pusher:subscribe", data: { channel: "private-encrypted-a", auth } });
    await eavesdropper.next("pusher_internal:subscription_succeeded");
    const received = nextEvent(channel, "secret");
    await harness.pusher.trigger("private-encrypted-a", "secret", { pin: 1234 });
    expect(await received).toEqual({ pin: 1234 });
    const seen = await eavesdropper.next("secret");
    expect(Object.keys(JSON.parse(String(seen.data)))).toEqual(["nonce", "ciphertext"]);
  });

  it("reaches a hundred channels at once and leaves out the socket that asked for it", async () => {
    const [one, two] = [harness.client(), harness.client()];
    const names = Array.from({ length: 100 }, (_, i) => `many-${i}`);
    const first = await subscribed(one, "many-99");
    const second = await subscribed(two, "many-99");
    let echoed = 0;
    first.bind("e", () => echoed++);
    const received = nextEvent(second, "e");
    await harness.pusher.trigger(names, "e", 1, { socket_id: one.connection.socket_id });
    await received;
    await sleep(20);
    expect(echoed).toBe(0);
  });

  it("delivers a batch in order", async () => {
    const channel = await subscribed(harness.client(), "batch");
    const seen: unknown[] = [];
    channel.bind("e", (data: unknown) => seen.push(data));
    const batch = Array.from({ length: 10 }, (_, i) => ({ channel: "batch", name: "e", data: i }));
    await harness.pusher.triggerBatch(batch);
    await eventually(() => seen.length === 10);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("stops after unsubscribe", async () => {
    const client = harness.client();
    const channel = await subscribed(client, "leaving");
    let count = 0;
    channel.bind("e", () => count++);
    await harness.pusher.trigger("leaving", "e", 1);
    await eventually(() => count === 1);
    client.unsubscribe("leaving");
    await eventually(() => harness.server.stats().channels === 0 || true);
    await sleep(30);
    await harness.pusher.trigger("leaving", "e", 2);
    await sleep(30);
    expect(count).toBe(1);
  });
});

describe("cache channels", () => {
  it("say that they have nothing, then repeat the last event of the server", async () => {
    const early = harness.client().subscribe("cache-weather");
    await nextEvent(early, "pusher:cache_miss");
    await harness.pusher.trigger("cache-weather", "sky", "grey");
    await harness.pusher.trigger("cache-weather", "sky", "blue");
    const late = harness.client().subscribe("cache-weather");
    expect(await nextEvent(late, "sky")).toBe("blue");
  });
});

describe("cache channels of clients", () => {
  it("do not keep what clients say", async () => {
    const [one, two] = [harness.client(), harness.client()];
    const speaker = await subscribed(one, "private-cache-talk");
    const heard = nextEvent(await subscribed(two, "private-cache-talk"), "client-say");
    await harness.pusher.trigger("private-cache-talk", "say", "server");
    speaker.trigger("client-say", "client");
    await heard;
    expect(await nextEvent(harness.client().subscribe("private-cache-talk"), "say")).toBe("server");
  });
});

describe("presence channels", () => {
  it("show who is there, each once, however many tabs", async () => {
    const ada = harness.client("ada");
    const adaChannel = ada.subscribe("presence-members");
    const members = await nextEvent(adaChannel, "pusher:subscription_succeeded");
    expect(members).toMatchObject({ count: 1, myID: "ada", me: { id: "ada", info: { name: "name of ada" } } });
    const log: string[] = [];
    adaChannel.bind("pusher:member_added", (member: { id: string }) => log.push(`+${member.id}`));
    adaChannel.bind("pusher:member_removed", (member: { id: string }) => log.push(`-${member.id}`));
    const tabs = [harness.client("bob"), harness.client("bob")];
    for (const tab of tabs) await subscribed(tab, "presence-members");
    expect(log).toEqual(["+bob"]);
    tabs[0]?.disconnect();
    await sleep(50);
    expect(log).toEqual(["+bob"]);
    tabs[1]?.unsubscribe("presence-members");
    await eventually(() => log.length === 2);
    expect(log).toEqual(["+bob", "-bob"]);
  });

  it("let a signed-in connection in without channel_data", async () => {
    const client = harness.client("eve", {
      channelAuthorization: {
        endpoint: "",
        transport: "ajax",
        customHandler: ({ socketId, channelName }, callback) =>
          callback(null, harness.pusher.authorizeChannel(socketId, channelName)),
      },
    });
    client.signin();
    const members = await nextEvent(client.subscribe("presence-signed-in"), "pusher:subscription_succeeded");
    expect(members).toMatchObject({ count: 1, me: { id: "eve" } });
  });

  it("carry client events with the sender's user id, to everyone but the sender", async () => {
    const [ada, bob] = [harness.client("ada"), harness.client("bob")];
    const adaChannel = await subscribed(ada, "presence-chat");
    const bobChannel = await subscribed(bob, "presence-chat");
    const seen: unknown[] = [];
    adaChannel.bind("client-say", () => seen.push("echo"));
    bobChannel.bind("client-say", (data: unknown, metadata: unknown) => seen.push([data, metadata]));
    adaChannel.trigger("client-say", { text: "hi" });
    await eventually(() => seen.length > 0);
    await sleep(30);
    expect(seen).toEqual([[{ text: "hi" }, { user_id: "ada" }]]);
  });
});

describe("sign-in", () => {
  it("makes a connection reachable by user, and terminable for good", async () => {
    const client = harness.client("carl");
    const other = harness.client("dora");
    for (const each of [client, other]) each.signin();
    const received = nextEvent(client.user, "hint");
    await eventually(() => client.user.serverToUserChannel?.subscribed === true);
    await eventually(() => other.user.serverToUserChannel?.subscribed === true);
    await harness.pusher.sendToUser("carl", "hint", { a: 1 });
    expect(await received).toEqual({ a: 1 });
    const disconnected = nextEvent(client.connection, "disconnected");
    await harness.pusher.terminateUserConnections("carl");
    await disconnected;
    await sleep(50);
    expect([client.connection.state, other.connection.state]).toEqual(["disconnected", "connected"]);
  });
});

describe("queries of the server library", () => {
  const get = async (path: string, params?: Record<string, string>) =>
    (await harness.pusher.get({ path, params })).json();

  it("return which channels are occupied, by whom and how often", async () => {
    await subscribed(harness.client("zoe"), "presence-lobby");
    await subscribed(harness.client("zoe"), "presence-lobby");
    await subscribed(harness.client("yan"), "presence-lobby");
    expect(await get("/channels", { filter_by_prefix: "presence-lob", info: "user_count" })).toEqual({
      channels: { "presence-lobby": { user_count: 2 } },
    });
    expect(await get("/channels/presence-lobby", { info: "user_count,subscription_count" })).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 3,
    });
    expect(await get("/channels/presence-lobby/users")).toEqual({ users: [{ id: "zoe" }, { id: "yan" }] });
    expect(await get("/channels/nobody")).toEqual({ occupied: false });
  });

  it("are answered on publishing too, when asked for", async () => {
    await subscribed(harness.client("zoe"), "presence-info");
    const response = await harness.pusher.trigger(["presence-info", "empty"], "e", 1, {
      info: "user_count,subscription_count",
    });
    expect(await response.json()).toEqual({
      channels: { "presence-info": { user_count: 1, subscription_count: 1 }, empty: { subscription_count: 0 } },
    });
  });

  it("are refused where they make no sense, in a way the library reports", async () => {
    await expect(get("/channels/plain/users")).rejects.toMatchObject({ status: 400 });
    await expect(get("/channels", { info: "user_count" })).rejects.toMatchObject({ status: 400 });
    await expect(get("/nothing")).rejects.toMatchObject({ status: 404, body: "Not found" });
  });
});
