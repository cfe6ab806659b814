import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import type { Configuration } from "../configuration";
import { PanelApi } from "../panel-api";
import { openSocket, type Socket } from "./socket";

// A server that speaks as much of the protocol as a connection needs.
let server: Server;
let port: number;
let connections: WebSocket[];
let sockets: Socket[];

beforeEach(async () => {
  connections = [];
  sockets = [];
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
  for (const socket of sockets) socket.close();
  for (const connection of connections) connection.terminate();
  server.close();
  vi.restoreAllMocks();
});

function open(spreadMs: number) {
  const config = { pusherKey: "key", pusherCluster: "", pusherHost: "127.0.0.1", pusherPort: port, pusherTls: false };
  const url = `http://127.0.0.1:${port}`;
  const api = new PanelApi({ url, key: "exe_0123456789abcdef", secret: "" });
  const seen: string[] = [];
  const socket = openSocket({ ...config, channel: "private-executor-exe_me" } as Configuration, api, {
    onUp: () => seen.push("up"),
    onDown: (_reason, ms) => seen.push(`down ${ms}`),
    onDismissed: () => seen.push("dismissed"),
    onEvent: () => {},
    spreadMs: () => spreadMs,
  });
  sockets.push(socket);
  return { seen, socket };
}

describe("a lost connection", () => {
  it.each([1006, 4200, 4100])(
    "with %s comes back after its own pause, not after the library's second",
    async (code) => {
      vi.spyOn(Math, "random").mockReturnValue(0.5);
      const { seen, socket } = open(60_000);
      await expect.poll(() => socket.isUp()).toBe(true);
      if (code === 1006) connections[0]?.terminate();
      else connections[0]?.close(code);
      await expect.poll(() => seen.length).toBe(2);
      expect(seen).toEqual(["up", "down 30500"]);
      await sleep(2_500);
      expect(connections.length).toBe(1);
      expect(socket.isUp()).toBe(false);
    },
  );

  it("comes back", async () => {
    const { seen, socket } = open(0);
    await expect.poll(() => socket.isUp()).toBe(true);
    connections[0]?.terminate();
    await expect.poll(() => connections.length, { timeout: 5_000 }).toBe(2);
    await expect.poll(() => seen.filter((word) => word === "up").length).toBe(2);
  });

  it("that the server closed for good is told, since the executor may be revoked", async () => {
    const { seen, socket } = open(60_000);
    await expect.poll(() => socket.isUp()).toBe(true);
    connections[0]?.close(4009);
    await expect.poll(() => seen.includes("dismissed")).toBe(true);
  });
});
