import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { explainMethod } from "./explain-method";

let close = () => {};
afterEach(() => close());

/** Asks a server whose every answer is made by `answer`, behind explainMethod. */
async function ask(answer: (response: import("node:http").ServerResponse) => void): Promise<Response> {
  const server = createServer((_request, response) => {
    explainMethod(response);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

test.each([
  [
    "at the end",
    (response: import("node:http").ServerResponse) => void Object.assign(response, { statusCode: 405 }).end(),
  ],
  ["before the end", (response: import("node:http").ServerResponse) => void response.writeHead(405).end()],
])("an empty 405 becomes a problem document, its head written %s", async (_when, answer) => {
  const response = await ask(answer);
  expect(response.status).toBe(405);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const body = await response.json();
  expect(body).toMatchObject({ code: "method_not_allowed", requestId: response.headers.get("x-request-id") });
});

test("everything else passes as it is", async () => {
  const response = await ask((out) => void out.writeHead(200, { "content-type": "text/plain" }).end("fine"));
  expect([response.status, await response.text()]).toEqual([200, "fine"]);
});
