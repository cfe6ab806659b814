import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { ask, firstEvent, panelName, selfSigned } from "../../../../scripts/image/own-proxy";
import { tlsServer } from "./tls-server";

// Real TLS on loopback, and a WebSocket server where the realtime process would listen.
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-tls-"));
const files = { certificateFile: path.join(folder, "cert.pem"), keyFile: path.join(folder, "key.pem") };
const problems: string[] = [];
const forwarded: (string | undefined)[] = [];
const realtime = new WebSocketServer({ port: 0, host: "127.0.0.1" });
let server: Server;
let port = 0;

beforeAll(async () => {
  selfSigned(folder);
  realtime.on("connection", (socket, request) => {
    forwarded.push(String(request.headers["x-forwarded-for"]));
    socket.send(JSON.stringify({ event: request.url?.split("?")[0] }));
  });
  const log = { info: () => {}, error: (_fields: object, message: string) => void problems.push(message) };
  server = tlsServer((request, response) => response.end(`${request.method} ${request.url}`), {
    ...files,
    trustedProxies: "",
    realtimePort: (realtime.address() as AddressInfo).port,
    pollMs: 20,
    log,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  realtime.close();
  rmSync(folder, { recursive: true, force: true });
});

function fingerprint(options: { maxVersion?: "TLSv1.1" } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { port, host: "127.0.0.1", servername: panelName, rejectUnauthorized: false, ...options },
      () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      },
    );
    socket.on("error", reject);
  });
}

it("answers requests over TLS 1.2 and newer", async () => {
  expect(await ask(port, "/sign-in")).toMatchObject({ status: 200, body: "GET /sign-in" });
  await expect(fingerprint({ maxVersion: "TLSv1.1" })).rejects.toThrow();
});

it("passes the WebSocket of live updates on, with the address that the client has", async () => {
  expect(await firstEvent(port, "key")).toBe("/app/key");
  expect(forwarded).toEqual(["127.0.0.1"]);
});

it("serves a renewed certificate, and keeps the former one while the files do not fit", async () => {
  const before = await fingerprint();
  writeFileSync(files.certificateFile, "-----BEGIN CERTIFICATE-----\nbroken");
  await expect.poll(() => problems.length).toBeGreaterThan(0);
  expect(await fingerprint()).toBe(before);
  const renewed = path.join(folder, "renewed");
  mkdirSync(renewed);
  const { cert, key } = selfSigned(renewed);
  copyFileSync(key, files.keyFile);
  copyFileSync(cert, files.certificateFile);
  utimesSync(files.keyFile, new Date(), new Date());
  await expect.poll(() => fingerprint()).not.toBe(before);
});
