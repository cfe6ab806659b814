import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { fetchAgain } from "./send";

let server: Server | undefined;
let calls = 0;
afterEach(() => server?.close());

/** Breaks the first connections off without an answer. */
async function serverThatBreaks(times: number): Promise<string> {
  calls = 0;
  server = createServer((req, res) => {
    calls++;
    if (calls <= times) req.socket.destroy();
    else res.end("here");
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it("asks again once when a connection breaks, and no more", async () => {
  expect(await (await fetchAgain(await serverThatBreaks(1))).text()).toBe("here");
  expect(calls).toBe(2);
  server?.close();
  const url = await serverThatBreaks(5);
  await expect(fetchAgain(url)).rejects.toThrow(TypeError);
  expect(calls).toBe(2);
});

it("lets go at once when the caller went away", async () => {
  const url = await serverThatBreaks(5);
  await expect(fetchAgain(url, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(calls).toBe(0);
});
