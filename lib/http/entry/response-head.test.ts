import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { completeHead } from "./response-head";

let close = () => {};
afterEach(() => close());

/** Asks a server whose responses are made by `respond`, behind completeHead. */
async function ask(respond: (response: ServerResponse) => void, defaults = {}): Promise<Response> {
  const server = createServer((_request, response) => {
    completeHead(response, defaults, true);
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

test.each([
  ["at the end", (response: ServerResponse) => void Object.assign(response, { statusCode: 405 }).end()],
  ["before the end", (response: ServerResponse) => void response.writeHead(405).end()],
])("an empty 405 becomes a problem document, its head written %s", async (_when, respond) => {
  const response = await ask(respond);
  expect(response.status).toBe(405);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const body = await response.json();
  expect(body).toMatchObject({ code: "method_not_allowed", requestId: response.headers.get("x-request-id") });
});

test("every other response keeps its status and body", async () => {
  const response = await ask((out) => void out.writeHead(200, { "content-type": "text/plain" }).end("fine"));
  expect([response.status, await response.text()]).toEqual([200, "fine"]);
});

test.each([
  ["set before the head", (out: ServerResponse) => void out.setHeader("cache-control", "private, no-store").end()],
  [
    "given with the head",
    (out: ServerResponse) => void out.writeHead(200, { "cache-control": "private, no-store" }).end(),
  ],
])("a header %s wins over the default, and missing ones are added", async (_when, respond) => {
  const { headers } = await ask(respond, { "cache-control": "no-store", "x-frame-options": "DENY" });
  expect(headers.get("cache-control")).toBe("private, no-store");
  expect(headers.get("x-frame-options")).toBe("DENY");
});
