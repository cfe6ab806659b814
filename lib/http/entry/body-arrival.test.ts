import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { bodyArrival } from "./body-arrival";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** The request as the server sees it, and the socket that sends it. */
async function send(text: string): Promise<{ request: IncomingMessage; socket: Socket }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  cleanups.push(() => {
    socket.destroy();
    server.close();
  });
  socket.write(text);
  const [request] = (await once(server, "request")) as [IncomingMessage];
  return { request, socket };
}
const head = (...lines: string[]) => ["POST / HTTP/1.1", "Host: panel.lan", ...lines, "", ""].join("\r\n");

it("waits for the rest of a body, and leaves it to be read", async () => {
  const { request, socket } = await send(`${head("Content-Length: 10")}01234`);
  setTimeout(() => socket.write("56789"), 60);
  expect(await bodyArrival(request)).toBe("arrived");
  let text = "";
  for await (const chunk of request) text += chunk;
  expect(text).toBe("0123456789");
});

it("takes chunked bodies", async () => {
  const { request } = await send(`${head("Transfer-Encoding: chunked")}5\r\nhello\r\n0\r\n\r\n`);
  expect(await bodyArrival(request)).toBe("arrived");
});

it("gives up on one that does not come", async () => {
  const { request } = await send(`${head("Content-Length: 10")}0`);
  expect(await bodyArrival(request, 50)).toBe("too_slow");
});

it.each([
  ["that says so", `${head("Content-Length: 100000")}`],
  ["in chunks", `${head("Transfer-Encoding: chunked")}${"9c40\r\n"}${"x".repeat(40_000)}\r\n`],
])("refuses a large one %s", async (_what, text) => {
  const { request } = await send(text);
  expect(await bodyArrival(request, 2_000)).toBe("too_large");
});
