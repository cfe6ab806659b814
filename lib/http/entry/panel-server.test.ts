import { once } from "node:events";
import { readdirSync } from "node:fs";
import type { RequestListener, Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { entryClasses } from "./address-budget";
import { type EntryOptions, entryListener, panelServer, type ServerOptions } from "./panel-server";

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const fine: RequestListener = (_request, response) => void response.end("fine");

async function start(entry: Partial<EntryOptions> = {}, limits: Partial<ServerOptions> = {}): Promise<number> {
  const listener = entryListener({
    handle: fine,
    headers: { "cache-control": "no-store" },
    trustedProxies: "",
    rateLimitFactor: 1_000,
    cachesDocuments: true,
    staticFolder: null,
    log: { error: () => {} },
    ...entry,
  });
  server = panelServer(listener, { trustedProxies: "", ...limits });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Sends raw text; resolves with all that comes back until the other side ends the connection. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk));
  socket.on("error", () => {});
  socket.write(text);
  await once(socket, "close");
  return answer;
}

const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, "Host: panel.lan", "Connection: close", ...headers, "", ""].join("\r\n");
const statusOf = (answer: string) => Number(answer.split(" ")[1]);
const openFiles = () => readdirSync("/proc/self/fd").length;

describe("connections", () => {
  it("are ended at once when they ask for another protocol: 1,500 upgrades leave no descriptor behind", async () => {
    const port = await start();
    const before = openFiles();
    const upgrade = request("GET /_next/x", "Upgrade: websocket").replace("Connection: close", "Connection: Upgrade");
    for (let round = 0; round < 15; round++) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => raw(port, upgrade)));
      expect(new Set(answers)).toEqual(new Set([""]));
    }
    expect(openFiles()).toBeLessThan(before + 10);
  });

  it("are answered as usual when they offer HTTP/2, as Java's client does with every request", async () => {
    const offer = request("GET /", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAAB").replace(
      "Connection: close",
      "Connection: Upgrade, HTTP2-Settings, close",
    );
    expect(statusOf(await raw(await start(), offer))).toBe(200);
  });

  it("have an end when the request never comes or stops half-way", async () => {
    await start();
    expect(server.headersTimeout).toBeLessThanOrEqual(15_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
    expect(server.timeout).toBeLessThanOrEqual(120_000);
    server.headersTimeout = 200;
    server.requestTimeout = 400;
    const { port } = server.address() as AddressInfo;
    expect(statusOf(await raw(port, "GET / HTTP/1.1\r\nHost: pan"))).toBe(408);
    const body = request("POST /api/x", "Content-Length: 100").replace("Connection: close\r\n", "");
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.resume();
    socket.write(body.replace("/api/x", "/api/never-read"));
    await once(socket, "close");
  }, 15_000);

  it("are limited for each address, and given back", async () => {
    const port = await start({}, { connectionsPerAddress: 5 });
    const held: Socket[] = [];
    for (let n = 0; n < 5; n++) held.push(connect(port, "127.0.0.1"));
    await Promise.all(held.map((socket) => once(socket, "connect")));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await raw(port, request("GET /"))).toBe("");
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(statusOf(await raw(port, request("GET /")))).toBe(200);
  });
});

describe("requests", () => {
  it.each([
    ["a page", request("GET /servers"), 200],
    ["TRACE", request("TRACE /"), 405],
    ["OPTIONS of the whole server", request("OPTIONS *"), 405],
    ["an absolute target", request("GET http://evil.test/"), 400],
    ["two Host headers", request("GET /", "Host: evil.test"), 400],
    ["half a character", request("GET /api/servers/%C3%28"), 400],
  ])("%s", async (_what, text, status) => {
    expect(statusOf(await raw(await start(), text))).toBe(status);
  });

  it("of the API are refused with problem documents, and Next never sees them", async () => {
    let seen = 0;
    const port = await start({ handle: (_in, out) => void out.end(String(seen++)) });
    const answer = await raw(port, request("GET /api/servers/%C3%28"));
    expect(answer).toMatch(/^content-type: application\/problem\+json/m);
    expect(answer).toMatch(/^x-request-id: req_/m);
    expect(JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1))).toMatchObject({
      code: "malformed_request",
      status: 400,
    });
    expect(seen).toBe(0);
  });

  it("show the peer's address to what comes behind, whatever the client claims", async () => {
    const port = await start({ handle: (incoming, out) => void out.end(String(incoming.headers["x-lightnode-peer"])) });
    expect(await raw(port, request("GET /", "X-LightNode-Peer: 203.0.113.1"))).toContain("127.0.0.1");
  });
});

describe("limits by address", () => {
  it("refuse pages and say when to come back", async () => {
    const port = await start({ rateLimitFactor: 2 / entryClasses.page.limit });
    const ask = () => fetch(`http://127.0.0.1:${port}/sign-in`);
    expect((await ask()).headers.get("ratelimit-remaining")).toBe("1");
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("content-type")).toContain("text/html");
    expect((await fetch(`http://127.0.0.1:${port}/icon.svg`)).status).toBe(200);
    for (const costly of ["/servers.png", "/_next/image?url=x", "/_next/data/x.json"]) {
      expect((await fetch(`http://127.0.0.1:${port}${costly}`)).status, costly).toBe(429);
    }
  });

  it("count the client behind a trusted proxy, not the proxy", async () => {
    const port = await start({ rateLimitFactor: 1 / entryClasses.page.limit, trustedProxies: "127.0.0.1" });
    const ask = (client: string) =>
      fetch(`http://127.0.0.1:${port}/`, { headers: { "x-forwarded-for": client } }).then(({ status }) => status);
    expect([await ask("203.0.113.1"), await ask("203.0.113.2"), await ask("203.0.113.1")]).toEqual([200, 200, 429]);
  });

  it("handle four sign-ins at a time, keep 36 waiting, and refuse the 41st at once", async () => {
    const handled: (() => void)[] = [];
    const port = await start({ handle: (_in, out) => void handled.push(() => out.end("done")) });
    const ask = () => fetch(`http://127.0.0.1:${port}/api/auth/sign-in`, { method: "POST", body: "{}" });
    const accepted = Array.from({ length: 40 }, () => ask().then(({ status }) => status));
    const untilHandled = async (count: number) => {
      while (handled.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await untilHandled(4);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: "sign_in_busy" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(handled).toHaveLength(4);
    for (let n = 0; n < 40; n++) {
      await untilHandled(n + 1);
      handled[n]?.();
    }
    expect(new Set(await Promise.all(accepted))).toEqual(new Set([200]));
  });

  it("give no place to a body that is still on its way", async () => {
    const handled: (() => void)[] = [];
    const port = await start({ handle: (_in, out) => void handled.push(() => out.end("done")) });
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(request("POST /api/auth/sign-in", "Content-Length: 100"));
      return socket;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const next = fetch(`http://127.0.0.1:${port}/api/auth/sign-in`, { method: "POST", body: "{}" });
    while (handled.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    handled[0]?.();
    expect((await next).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it("give the place of a client that left to the next", async () => {
    const handled: (() => void)[] = [];
    const port = await start({ handle: (_in, out) => void handled.push(() => out.end("done")) });
    const controller = new AbortController();
    const ask = (signal?: AbortSignal) =>
      fetch(`http://127.0.0.1:${port}/api/auth/sign-in`, { method: "POST", body: "{}", signal }).then(
        ({ status }) => status,
        () => 0,
      );
    const leaving = Array.from({ length: 40 }, () => ask(controller.signal));
    while (handled.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    await Promise.all(leaving);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = handled.length;
    const next = ask();
    while (handled.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    handled.at(-1)?.();
    expect(await next).toBe(200);
  });
});

describe("clients that leave as soon as their body is sent", () => {
  it("hold no place", async () => {
    const handled: (() => void)[] = [];
    const port = await start({ handle: (_in, out) => void handled.push(() => out.end("done")) });
    for (let round = 0; round < 60; round++) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(request("POST /api/auth/sign-in", "Content-Length: 2"));
      // The body and the end arrive between two looks at the body.
      await new Promise((resolve) => setTimeout(resolve, 3));
      socket.write("{}", () => socket.resetAndDestroy());
      await once(socket, "close");
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = handled.length;
    const next = fetch(`http://127.0.0.1:${port}/api/auth/sign-in`, { method: "POST", body: "{}" });
    await expect.poll(() => handled.length).toBe(before + 1);
    handled.at(-1)?.();
    expect((await next).status).toBe(200);
  });
});

describe("public documents", () => {
  it("are rendered once, compressed, validated by their tag, and allow their own inline scripts by hash", async () => {
    let rendered = 0;
    const page = '<html><script nonce="abc">let a = 1;</script><script src="/_next/x.js" nonce="abc"></script></html>';
    const port = await start({
      handle: (_in, out) => {
        rendered++;
        out.setHeader("content-type", "text/html; charset=utf-8");
        out.end(page);
      },
    });
    const ask = (headers: Record<string, string> = {}) => fetch(`http://127.0.0.1:${port}/docs/api`, { headers });
    const first = await ask({ "accept-encoding": "gzip, br" });
    expect(first.headers.get("content-encoding")).toBe("br");
    const html = await first.text();
    expect(html).not.toContain("nonce");
    expect(first.headers.get("content-security-policy")).toMatch(/script-src 'self' 'sha256-[\w+/]{43}='/);
    const etag = first.headers.get("etag") ?? "";
    expect((await ask({ "if-none-match": etag })).status).toBe(304);
    expect(rendered).toBe(1);
  });
});
