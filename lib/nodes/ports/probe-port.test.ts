import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePortRange } from "@/lib/testing/free-port-range";
import { isPortFree } from "./probe-port";

let server: Server | undefined;
let socket: Socket | undefined;

afterEach(() => {
  server?.close();
  socket?.close();
  server = undefined;
  socket = undefined;
});

test("a TCP port that a program listens on is taken, for TCP only", async () => {
  const tcp = createServer();
  server = tcp;
  const { portStart: port } = await freePortRange(1);
  await new Promise<void>((resolve) => tcp.listen(port, "127.0.0.1", resolve));
  expect(await isPortFree("127.0.0.1", port, "tcp")).toBe(false);
  expect(await isPortFree("0.0.0.0", port, "tcp")).toBe(false);
  expect(await isPortFree("127.0.0.1", port, "udp")).toBe(true);
  await new Promise((resolve) => tcp.close(resolve));
  server = undefined;
  expect(await isPortFree("127.0.0.1", port, "tcp")).toBe(true);
});

test("a UDP port that a program has bound is taken, for UDP only", async () => {
  const udp = createSocket("udp4");
  socket = udp;
  const { portStart: port } = await freePortRange(1);
  await new Promise<void>((resolve) => udp.bind(port, "127.0.0.1", resolve));
  expect(await isPortFree("127.0.0.1", port, "udp")).toBe(false);
  expect(await isPortFree("0.0.0.0", port, "udp")).toBe(false);
  expect(await isPortFree("127.0.0.1", port, "tcp")).toBe(true);
  await new Promise<void>((resolve) => udp.close(resolve));
  socket = undefined;
  expect(await isPortFree("127.0.0.1", port, "udp")).toBe(true);
});
