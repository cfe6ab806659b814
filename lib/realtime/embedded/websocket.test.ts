import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sleep } from "@/lib/core/clock";
import { eventually, type Harness, join, type RawClient, startHarness, testApp } from "../testing/realtime-harness";
import type { RealtimeServerOptions } from "./server";

const opened: Harness[] = [];
async function open(options: Partial<RealtimeServerOptions> = {}): Promise<Harness> {
  const harness = await startHarness(options);
  opened.push(harness);
  return harness;
}
afterEach(async () => {
  for (const harness of opened.splice(0)) await harness.close();
});

describe("connecting", () => {
  it("greets with an unguessable socket id and a timeout, encoded twice", async () => {
    const harness = await open({ activityTimeoutMs: 30_000 });
    const frames = await Promise.all([1, 2].map(() => harness.raw().next("pusher:connection_established")));
    const [one, two] = frames.map((frame) => JSON.parse(String(frame.data)));
    expect(one).toEqual({ socket_id: expect.stringMatching(/^\d+\.\d+$/), activity_timeout: 30 });
    expect(one.socket_id).not.toBe(two.socket_id);
  });

  it.each([
    ["/app/other?protocol=7", 4001],
    ["/elsewhere?protocol=7", 4005],
    [`/app/${testApp.key}?protocol=x`, 4006],
    [`/app/${testApp.key}?protocol=4`, 4007],
    [`/app/${testApp.key}?protocol=8`, 4007],
    [`/app/${testApp.key}`, 4008],
  ])("%s is closed with %i", async (path, code) => {
    const harness = await open();
    expect((await harness.raw(path).closed).code).toBe(code);
    expect(harness.server.stats().connections).toBe(0);
  });

  it("refuses pages of other origins when origins are named", async () => {
    const harness = await open({ allowedOrigins: ["https://panel.example"] });
    const evil = harness.raw(undefined, { origin: "https://evil.example" });
    expect((await evil.closed).code).toBe(4009);
    await harness.raw(undefined, { origin: "https://panel.example" }).socketId();
    await harness.raw().socketId();
  });

  it("closes with 4100 beyond its capacity, and accepts clients again afterwards", async () => {
    const harness = await open({ maxConnections: 1 });
    const first = harness.raw();
    await first.socketId();
    expect((await harness.raw().closed).code).toBe(4100);
    first.socket.close();
    await eventually(() => harness.server.stats().connections === 0);
    await harness.raw().socketId();
  });
});

describe("frames", () => {
  it("answers pings", async () => {
    const client = (await open()).raw();
    await client.socketId();
    client.send({ event: "pusher:ping", data: {} });
    await client.next("pusher:pong");
  });

  it.each([
    "not json",
    "[]",
    "{}",
    '{"event":5}',
    '{"event":"toString"}',
    '{"event":"pusher:subscribe"}',
    '{"event":"pusher:subscribe","data":"{"}',
  ])("survives %s with an error", async (text) => {
    const client = (await open()).raw();
    await client.socketId();
    client.socket.send(text);
    await client.next("pusher:error");
    client.send({ event: "pusher:ping" });
    await client.next("pusher:pong");
  });

  it("closes on binary frames and on frames above 64 kB", async () => {
    const harness = await open();
    const [binary, large] = [harness.raw(), harness.raw()];
    for (const client of [binary, large]) await client.socketId();
    binary.socket.send(Buffer.from("{}"));
    large.socket.send("x".repeat(64 * 1024 + 1));
    expect((await binary.closed).code).toBe(1003);
    expect((await large.closed).code).toBe(1009);
  });

  it("closes a client that floods", async () => {
    const client = (await open()).raw();
    await client.socketId();
    for (let i = 0; i < 700; i++) client.send({ event: "pusher:ping" });
    expect((await client.closed).code).toBe(4100);
  });

  it("takes data encoded twice, as some libraries send it", async () => {
    const client = (await open()).raw();
    await client.socketId();
    client.send({ event: "pusher:subscribe", data: JSON.stringify({ channel: "updates" }) });
    expect(await client.next("pusher_internal:subscription_succeeded")).toMatchObject({
      channel: "updates",
      data: "{}",
    });
  });
});

describe("liveness", () => {
  it("pings a silent client and closes it with 4201 when no pong comes", async () => {
    const harness = await open({ activityTimeoutMs: 60, pongTimeoutMs: 60 });
    const [alive, dead] = [harness.raw(), harness.raw()];
    alive.socket.on("message", (data) => {
      if (data.toString().includes("pusher:ping")) alive.send({ event: "pusher:pong", data: {} });
    });
    expect((await dead.closed).code).toBe(4201);
    expect(dead.frames.map(({ event }) => event)).toContain("pusher:ping");
    await sleep(200);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });

  it("drops a client that does not read, before it costs more than 4 MB", async () => {
    const harness = await open();
    const slow = connect(harness.port, "127.0.0.1");
    const upgrade = `GET /app/${testApp.key}?protocol=7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;
    slow.write(upgrade);
    await eventually(() => harness.server.stats().connections === 1);
    const text = Buffer.from(JSON.stringify({ event: "pusher:subscribe", data: { channel: "flood" } }));
    // A client's frame is masked; a mask of zeros leaves the text as it is.
    slow.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
    await eventually(() => harness.server.stats().channels === 1);
    slow.pause();
    const data = "x".repeat(10_000);
    const batch = () => Array.from({ length: 10 }, (_, i) => ({ channel: "flood", name: `e${i}`, data }));
    for (let i = 0; i < 150 && harness.server.stats().connections > 0; i++) {
      await harness.pusher.triggerBatch(batch().map((event) => ({ ...event, name: `${event.name}-${i}` })));
    }
    await eventually(() => harness.server.stats().connections === 0, undefined, 4000);
    slow.destroy();
  });
});

describe("subscribing", () => {
  it("refuses wrong signatures on the channel, without closing", async () => {
    const harness = await open();
    const client = harness.raw();
    const socketId = await client.socketId();
    const other = harness.pusher.authorizeChannel(socketId, "private-b").auth;
    const stolen = harness.pusher.authorizeChannel("1.2", "private-a").auth;
    for (const auth of [undefined, "", "x", `${testApp.key}:`, other, stolen]) {
      client.send({ event: "pusher:subscribe", data: { channel: "private-a", auth } });
      const { data, channel } = await client.next("pusher:subscription_error");
      expect(channel).toBe("private-a");
      expect(JSON.parse(String(data))).toMatchObject({ type: "AuthError", status: 401 });
    }
    expect(harness.server.stats().channels).toBe(0);
  });

  it("refuses channel_data that is not what was signed, or breaks the limits", async () => {
    const harness = await open();
    const client = harness.raw();
    const socketId = await client.socketId();
    const attempt = async (signed: unknown, sent: string = JSON.stringify(signed)) => {
      const { auth } = harness.pusher.authorizeChannel(socketId, "presence-a", signed as { user_id: string });
      client.send({ event: "pusher:subscribe", data: { channel: "presence-a", auth, channel_data: sent } });
      return JSON.parse(String((await client.next("pusher:subscription_error")).data)).status;
    };
    expect(await attempt({ user_id: "me" }, '{"user_id":"you"}')).toBe(401);
    expect(await attempt({ user_id: "me" }, '{ "user_id":"me"}')).toBe(401);
    expect(await attempt({})).toBe(400);
    expect(await attempt({ user_id: "u".repeat(129) })).toBe(400);
    expect(await attempt({ user_id: "u", user_info: { bio: "x".repeat(1024) } })).toBe(400);
  });

  it("lets 100 members into a presence channel, and more tabs of those, but not a 101st", async () => {
    const harness = await open();
    const clients = Array.from({ length: 102 }, () => harness.raw());
    const subscribe = async (client: RawClient, userId: string) => {
      const socketId = await client.socketId();
      const auth = harness.pusher.authorizeChannel(socketId, "presence-full", { user_id: userId });
      client.send({ event: "pusher:subscribe", data: { channel: "presence-full", ...auth } });
    };
    for (const [index, client] of clients.entries()) {
      await subscribe(client, index === 101 ? "u0" : `u${index}`);
      const expected = index === 100 ? "pusher:subscription_error" : "pusher_internal:subscription_succeeded";
      await client.next(expected);
    }
  });

  it("takes numeric user ids as strings, and ids that are names of object members", async () => {
    const harness = await open();
    const client = harness.raw();
    const socketId = await client.socketId();
    for (const [channel, id] of [
      ["presence-a", 7],
      ["presence-b", "__proto__"],
    ] as const) {
      const auth = harness.pusher.authorizeChannel(socketId, channel, { user_id: id as string });
      client.send({ event: "pusher:subscribe", data: { channel, ...auth } });
      const { data } = await client.next("pusher_internal:subscription_succeeded", channel);
      expect(JSON.parse(String(data)).presence.ids).toEqual([String(id)]);
      expect(Object.keys(JSON.parse(String(data)).presence.hash)).toEqual([String(id)]);
    }
  });

  it("refuses a second subscription, bad names, and other users' channels", async () => {
    const harness = await open();
    const client = harness.raw();
    await join(harness, client, "updates");
    client.send({ event: "pusher:subscribe", data: { channel: "updates" } });
    await client.next("pusher:error");
    for (const [channel, status] of [
      ["a b", 400],
      ["a".repeat(165), 400],
      ["#server-to-user-x", 401],
    ] as const) {
      client.send({ event: "pusher:subscribe", data: { channel } });
      const { data } = await client.next("pusher:subscription_error");
      expect(JSON.parse(String(data)).status).toBe(status);
    }
  });

  it("limits the channels of one connection", async () => {
    const harness = await open();
    const client = harness.raw();
    await client.socketId();
    for (let i = 0; i <= 200; i++) client.send({ event: "pusher:subscribe", data: { channel: `c${i}` } });
    expect(await client.next("pusher:subscription_error")).toMatchObject({ channel: "c200" });
    expect(harness.server.stats().channels).toBe(200);
  });
});

describe("closing", () => {
  it("drains with 4200 over the window and takes no more connections", async () => {
    const harness = await open();
    const clients = Array.from({ length: 20 }, () => harness.raw());
    for (const client of clients) await client.socketId();
    const started = Date.now();
    const closedAt = clients.map((client) => client.closed.then(({ code }) => ({ code, ms: Date.now() - started })));
    const done = harness.server.close({ drainWindowMs: 300 });
    const late = harness.raw();
    const closed = await Promise.all(closedAt);
    expect(new Set(closed.map(({ code }) => code))).toEqual(new Set([4200]));
    const times = closed.map(({ ms }) => ms);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(50);
    await done;
    expect(Date.now() - started).toBeLessThan(1500);
    expect((await late.closed).code).toBe(4100);
    expect((await harness.raw().closed).code).toBe(1006);
    opened.splice(0);
  });
});
