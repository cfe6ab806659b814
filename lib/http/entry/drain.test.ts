import { once } from "node:events";
import { Agent, createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { drainable } from "./drain";

let server: Server;
let agent: Agent;
afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
});

async function start(answerMs: number) {
  server = createServer((_request, response) => void setTimeout(() => response.end("fine"), answerMs));
  server.keepAliveTimeout = 60_000;
  agent = new Agent({ keepAlive: true });
  const drain = drainable(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = () =>
    new Promise<string>((resolve) => {
      const call = get({ host: "127.0.0.1", port, agent }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.headers.connection ?? ""));
      });
      call.on("error", (error) => resolve(error.message));
    });
  return { drain, ask };
}

it("answers what is in progress and the next request of an open connection, and then ends", async () => {
  const { drain, ask } = await start(50);
  await ask();
  const inProgress = ask();
  await sleep(10);
  const drained = drain(5_000);
  expect(await inProgress).toBe("keep-alive");
  expect(await ask()).toBe("close");
  await drained;
  expect(await ask()).toContain("ECONNREFUSED");
});

it("closes idle connections at the end of the window", async () => {
  const { drain, ask } = await start(0);
  await ask();
  const startedAt = Date.now();
  await drain(200);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
});

it("ends an answer that never ends", async () => {
  const { drain, ask } = await start(60_000);
  const endless = ask();
  await sleep(20);
  await drain(100);
  expect(await endless).toContain("socket hang up");
});
