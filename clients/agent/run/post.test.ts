import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { postJson } from "./post";

/** Ends the connection of these calls without an answer. */
const resets = new Set<number>();
const sockets: Socket[] = [];
let calls = 0;
let panel: Server;
let url: URL;

beforeAll(async () => {
  panel = createServer((request, response) => {
    calls++;
    sockets.push(request.socket);
    if (resets.has(calls)) return void request.socket.destroy();
    request.resume().on("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => panel.listen(0, "127.0.0.1", resolve));
  url = new URL(`http://127.0.0.1:${(panel.address() as AddressInfo).port}`);
});
afterAll(() => {
  panel.close();
  panel.closeAllConnections();
});

it("uses one connection, and sends again at once when it was closed meanwhile", async () => {
  for (let n = 0; n < 2; n++) expect((await postJson(url, {}, "token")).status).toBe(200);
  expect(new Set(sockets).size).toBe(1);
  resets.add(3);
  expect((await postJson(url, {}, "token")).status).toBe(200);
  expect([calls, new Set(sockets).size]).toEqual([4, 2]);
});

it("does not send again over a new connection", async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = calls;
  resets.add(before + 1);
  await expect(postJson(url, {}, "token")).rejects.toThrow();
  expect(calls).toBe(before + 1);
});
