import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ProviderError } from "../../provider-error";
import { callApi, commandApi } from "./call-api";

/** Answers that a real PowerDNS gives only when it is broken. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const answer = z.object({ ok: z.boolean() });
const read = (url: string) => callApi({ url, apiKey: "key-1", timeoutMs: 500 }, { method: "GET", path: "/x" }, answer);
const write = (url: string) =>
  commandApi({ url, apiKey: "key-1", timeoutMs: 500 }, { method: "PATCH", path: "/x", body: { a: 1 } });
const kindOf = async (work: Promise<unknown>) => {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProviderError);
  return error instanceof ProviderError ? error.kind : null;
};

it("sends the key and asks for JSON", async () => {
  let seen: unknown;
  const url = await serve((request, response) => {
    seen = [request.url, request.headers["x-api-key"], request.headers.accept];
    response.end('{"ok":true,"more":1}');
  });
  expect(await read(`${url}/`)).toEqual({ ok: true });
  expect(seen).toEqual(["/api/v1/servers/localhost/x", "key-1", "application/json"]);
});

describe("an answer with the status", () => {
  it.each([
    [400, "invalid", "invalid"],
    [401, "down", "down"],
    [404, "not-found", "not-found"],
    [409, "conflict", "conflict"],
    [422, "invalid", "invalid"],
    [429, "busy", "busy"],
    [500, "busy", "unknown-outcome"],
    [502, "busy", "unknown-outcome"],
    [503, "busy", "unknown-outcome"],
  ])("%i is %s for a read and %s for a write", async (status, ofRead, ofWrite) => {
    const url = await serve((_request, response) => response.writeHead(status).end('{"error":"why"}'));
    expect(await kindOf(read(url))).toBe(ofRead);
    expect(await kindOf(write(url))).toBe(ofWrite);
  });
});

it.each<[string, RequestListener]>([
  ["a broken connection", (request) => request.socket.destroy()],
  ["no answer", () => {}],
  ["half an answer", (_request, response) => response.writeHead(200, { "content-length": 9 }).write("{")],
  ["a redirect", (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()],
])("%s: the outcome of a write is not known", async (_what, listener) => {
  const url = await serve(listener);
  expect(await kindOf(read(url))).toBe("down");
  expect(await kindOf(write(url))).toBe("unknown-outcome");
});

it("reads no more than the cap", async () => {
  let sent = 0;
  const url = await serve((_request, response) => {
    const chunk = Buffer.alloc(1024 * 1024, " ");
    const more = () => {
      if (response.destroyed || sent > 100) return void response.end();
      sent++;
      response.write(chunk, more);
    };
    more();
  });
  const slow = { url, apiKey: "key-1", timeoutMs: 20_000 };
  expect(await kindOf(callApi(slow, { method: "GET", path: "/x" }, answer))).toBe("down");
  expect(sent).toBeLessThan(60);
});

it("does not take the answer of another program", async () => {
  const url = await serve((_request, response) => response.end("<html>"));
  expect(await kindOf(read(url))).toBe("down");
  const created = callApi({ url, apiKey: "k" }, { method: "POST", path: "/zones", body: {} }, answer);
  expect(await kindOf(created)).toBe("unknown-outcome");
});

it("is down where nobody listens, also for a write", async () => {
  const url = await serve(() => {});
  await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
  expect(await kindOf(read(url))).toBe("down");
  expect(await kindOf(write(url))).toBe("down");
});

it("is down for an address that is none", async () => {
  expect(await kindOf(write("http://[::1"))).toBe("down");
});

it("repeats neither the key nor the body in its errors", async () => {
  const url = await serve((_request, response) => response.writeHead(500).end("key-1"));
  const error = await write(url).catch((reason: unknown) => reason);
  const text = error instanceof ProviderError ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : "key-1";
  expect(text).not.toContain("key-1");
  expect(text).not.toContain('"a"');
});

it("ends when the caller gives up", async () => {
  const url = await serve(() => {});
  const controller = new AbortController();
  const call = callApi({ url, apiKey: "k" }, { method: "GET", path: "/x", signal: controller.signal }, answer);
  controller.abort();
  expect(await kindOf(call)).toBe("down");
});
