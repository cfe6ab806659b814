import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "@/lib/core/log";
import { createPublisher, publicRealtimeConfig, publisherConfig, realtimeTarget } from "./publisher";
import { eventually, type Harness, nextEvent, startHarness, testApp } from "./testing/realtime-harness";

const baseEnv = {
  PUSHER_APP_ID: testApp.id,
  NEXT_PUBLIC_PUSHER_KEY: testApp.key,
  PUSHER_SECRET: testApp.secret,
  NEXT_PUBLIC_PUSHER_CLUSTER: "",
  PUSHER_HOST: undefined,
  PUSHER_PORT: undefined,
  PUSHER_TLS: false,
  REALTIME_PORT: 6001,
  PUSHER_PUBLIC_HOST: undefined,
  PUSHER_PUBLIC_PORT: undefined,
  PUSHER_PUBLIC_TLS: undefined,
  NEXTAUTH_URL: "http://panel.example:3000",
};

describe("realtimeTarget", () => {
  it.each([
    [{}, { kind: "server", host: "127.0.0.1", port: 6001, tls: false }],
    [{ NEXT_PUBLIC_PUSHER_CLUSTER: "eu" }, { kind: "hosted", cluster: "eu" }],
    [
      { NEXT_PUBLIC_PUSHER_CLUSTER: "eu", PUSHER_HOST: "rt" },
      { kind: "server", host: "rt", port: 80, tls: false },
    ],
    [
      { PUSHER_HOST: "rt", PUSHER_TLS: true },
      { kind: "server", host: "rt", port: 443, tls: true },
    ],
    [
      { PUSHER_HOST: "127.0.0.1", PUSHER_PORT: 7001 },
      { kind: "server", host: "127.0.0.1", port: 7001, tls: false },
    ],
  ])("%j", (env, expected) => {
    expect(realtimeTarget({ ...baseEnv, ...env })).toEqual(expected);
  });
});

describe("publicRealtimeConfig", () => {
  const host = "panel.example:3000";
  it.each([
    ["embedded", {}, { wsHost: "panel.example", wsPort: 6001, forceTLS: false, hosted: false }],
    ["hosted", { NEXT_PUBLIC_PUSHER_CLUSTER: "eu" }, { forceTLS: true, hosted: true, cluster: "eu" }],
    [
      "behind https",
      { NEXTAUTH_URL: "https://panel.example" },
      { wsHost: "panel.example", wsPort: 443, forceTLS: true },
    ],
    ["behind https on another port", { NEXTAUTH_URL: "https://panel.example:8443" }, { wsPort: 8443, forceTLS: true }],
    [
      "public address named",
      { PUSHER_PUBLIC_HOST: "ws.example", PUSHER_PUBLIC_PORT: 8443, PUSHER_PUBLIC_TLS: true },
      { wsHost: "ws.example", wsPort: 8443, forceTLS: true },
    ],
    [
      "another server",
      { PUSHER_HOST: "rt.example", PUSHER_PORT: 443, PUSHER_TLS: true },
      { wsHost: "rt.example", wsPort: 443, forceTLS: true },
    ],
    [
      "this machine by its loopback address",
      { PUSHER_HOST: "127.0.0.1", PUSHER_PORT: 6001 },
      { wsHost: "panel.example", wsPort: 6001 },
    ],
  ])("%s", (_what, env, expected) => {
    expect(publicRealtimeConfig({ ...baseEnv, ...env }, host)).toMatchObject(expected);
  });

  it("names no host for hosted Pusher, and keeps the brackets of an IPv6 address", () => {
    expect(publicRealtimeConfig({ ...baseEnv, NEXT_PUBLIC_PUSHER_CLUSTER: "eu" }, host)).not.toHaveProperty("wsHost");
    expect(publicRealtimeConfig(baseEnv, "[::1]:3000").wsHost).toBe("[::1]");
  });

  it("never carries the secret, and leaves a malformed or missing Host to the browser", () => {
    expect(JSON.stringify(publicRealtimeConfig(baseEnv, host))).not.toContain(testApp.secret);
    for (const malformed of [undefined, "", "a b", "x/../y:z", "panel.example:3000@evil.example"]) {
      expect(publicRealtimeConfig(baseEnv, malformed).wsHost).toBeUndefined();
    }
  });
});

describe("createPublisher", () => {
  let harness: Harness;
  const lines: string[] = [];
  const log = createLogger("test", "info", { write: (line) => lines.push(line) });
  const publisherTo = (port: number, extra: { timeoutMs?: number; secret?: string } = {}) =>
    createPublisher({ ...publisherConfig({ ...baseEnv, REALTIME_PORT: port }, log), ...extra });
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  it("publishes equal events in the same moment", async () => {
    const channel = harness.client().subscribe("repeat");
    await nextEvent(channel, "pusher:subscription_succeeded");
    let count = 0;
    channel.bind("e", () => count++);
    const publisher = publisherTo(harness.port);
    expect(await Promise.all([1, 2, 3].map(() => publisher.publish("repeat", "e", { same: true })))).toEqual([
      true,
      true,
      true,
    ]);
    await eventually(() => count === 3);
  });

  it("publishes many events to their channels, more than fit in one call, and nothing when there are none", async () => {
    const client = harness.client();
    const channels = Array.from({ length: 23 }, (_, n) => client.subscribe(`each-${n}`));
    await Promise.all(channels.map((channel) => nextEvent(channel, "pusher:subscription_succeeded")));
    const received = channels.map((channel) => nextEvent(channel, "e"));
    const publisher = publisherTo(harness.port);
    await publisher.publishEach([]);
    await publisher.publishEach(channels.map(({ name }, n) => ({ channel: name, name: "e", data: { n } })));
    expect(await Promise.all(received)).toEqual(channels.map((_, n) => ({ n })));
  });

  it("authorises sockets and terminates users", async () => {
    const publisher = publisherTo(harness.port);
    const raw = harness.raw();
    const socketId = await raw.socketId();
    raw.send({
      event: "pusher:subscribe",
      data: { channel: "private-user-a", ...publisher.authorizeChannel(socketId, "private-user-a") },
    });
    await raw.next("pusher_internal:subscription_succeeded");
    raw.send({ event: "pusher:signin", data: publisher.authenticateUser(socketId, { id: "a" }) });
    await raw.next("pusher:signin_success");
    expect(await publisher.terminateUser("a")).toBe(true);
    expect((await raw.closed).code).toBe(4009);
  });

  it("refuses to sign for what is no socket id", () => {
    const publisher = publisherTo(harness.port);
    for (const socketId of ["", "1", "1.2:private-user-b", "1.2::user::{}"]) {
      expect(() => publisher.authorizeChannel(socketId, "private-a")).toThrowError(
        expect.objectContaining({ code: "validation_failed" }),
      );
      expect(() => publisher.authenticateUser(socketId, { id: "a" })).toThrowError(
        expect.objectContaining({ code: "validation_failed" }),
      );
    }
  });

  it("says false and logs when refused, unreachable or malformed, without the signature", async () => {
    lines.length = 0;
    expect(await publisherTo(harness.port, { secret: "wrong-secret" }).publish("c", "e", 1)).toBe(false);
    expect(await publisherTo(1).publish("c", "e", 1)).toBe(false);
    expect(await publisherTo(harness.port).publish("a b", "e", 1)).toBe(false);
    expect(await publisherTo(harness.port).publish("c", "e", { huge: "x".repeat(20_000) })).toBe(false);
    expect(lines.map((line) => JSON.parse(line).status)).toEqual([401, undefined, undefined, 413]);
    expect(lines.join()).not.toContain("auth_signature");
  });

  it("gives up after its timeout, even when the answer has begun", async () => {
    const stuck = createServer((_request, response) => response.writeHead(200).write("{"));
    await new Promise<void>((resolve) => stuck.listen(0, "127.0.0.1", resolve));
    const started = Date.now();
    const { port } = stuck.address() as AddressInfo;
    expect(await publisherTo(port, { timeoutMs: 200 }).publish("c", "e", 1)).toBe(false);
    expect(Date.now() - started).toBeLessThan(1000);
    stuck.closeAllConnections();
    stuck.close();
  });
});
