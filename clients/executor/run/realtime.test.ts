import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import type { EffectiveConfig } from "../config/effective-config";
import type { Log } from "../log";
import { PanelClient } from "../panel/panel-client";
import { Realtime } from "./realtime";

// A server that speaks as much of the protocol as a connection needs.
let server: Server;
let port: number;
let connections: WebSocket[];
let opened: Realtime[];

beforeEach(async () => {
  connections = [];
  opened = [];
  server = createServer((_req, res) => res.end('{"auth":"key:signature"}'));
  new WebSocketServer({ server }).on("connection", (socket) => {
    connections.push(socket);
    const send = (event: string, data: object, channel?: string) =>
      socket.send(JSON.stringify({ event, data: JSON.stringify(data), channel }));
    send("pusher:connection_established", { socket_id: `1.${connections.length}`, activity_timeout: 30 });
    socket.on("message", (text) => {
      const { event, data } = JSON.parse(String(text)) as { event: string; data: { channel: string } };
      if (event === "pusher:subscribe") send("pusher_internal:subscription_succeeded", {}, data.channel);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  for (const realtime of opened) realtime.close();
  for (const connection of connections) connection.terminate();
  server.close();
  vi.restoreAllMocks();
});

function open(reconnectSpreadMs: number) {
  const config = { pusherKey: "key", pusherCluster: "", pusherHost: "127.0.0.1", pusherPort: port, pusherTls: false };
  const identity = { key: "exe_0123456789abcdef", secret: "" };
  const client = new PanelClient({ url: `http://127.0.0.1:${port}`, identity });
  const log = { info: () => {}, warn: () => {} } as unknown as Log;
  const seen: string[] = [];
  const realtime = new Realtime(client, log, {
    onUp: () => seen.push("up"),
    onDown: () => seen.push("down"),
    onEvent: () => {},
  });
  realtime.configure({ ...config, channel: "private-executor-exe_me", reconnectSpreadMs } as EffectiveConfig);
  opened.push(realtime);
  return { seen, realtime };
}

describe("a lost connection", () => {
  it.each([1006, 4200, 4100, 4009])("with %s comes back in its own time, not in the library's", async (code) => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { seen, realtime } = open(60_000);
    await expect.poll(() => realtime.isUp).toBe(true);
    if (code === 1006) connections[0]?.terminate();
    else connections[0]?.close(code);
    await expect.poll(() => seen).toEqual(["up", "down"]);
    await sleep(2_500);
    expect(connections.length).toBe(1);
    expect(realtime.isUp).toBe(false);
  });

  it.each([1006, 4009])("with %s comes back", async (code) => {
    const { seen, realtime } = open(0);
    await expect.poll(() => realtime.isUp).toBe(true);
    if (code === 1006) connections[0]?.terminate();
    else connections[0]?.close(code);
    await expect.poll(() => connections.length, { timeout: 5_000 }).toBe(2);
    await expect.poll(() => seen).toEqual(["up", "down", "up"]);
  });

  it("that died without a word is noticed within five seconds", async () => {
    // This server answers no ping, as one behind a cable that was pulled.
    const { seen, realtime } = open(60_000);
    await expect.poll(() => realtime.isUp).toBe(true);
    const startedAt = performance.now();
    await expect.poll(() => seen, { timeout: 6_000 }).toEqual(["up", "down"]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
