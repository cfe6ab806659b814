import { once } from "node:events";
import { Agent, createServer, type RequestListener, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Number of executors from which a panel warms up; smaller ones save the second. */
export const fleetToWarmUpFor = 100;

const programRoutes = [
  "/api/executor/config",
  "/api/executor/heartbeat",
  "/api/executor/commands",
  "/api/executor/commands/cmd_0/ack",
  "/api/executor/commands/cmd_0/result",
  "/api/pusher/auth",
  "/api/pusher/user-auth",
];

/**
 * Runs once the code that a fleet, and a user of a page meanwhile, will need in the first second: a process
 * that just started loads every route at its first call and runs it unoptimised, several times slower, while a thousand
 * programs reconnect. On a port of its own, so that no request queues behind it; calls only what changes nothing.
 */
export async function warmUp(listener: RequestListener, forMs: number): Promise<void> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const agent = new Agent({ keepAlive: true });
  const { port } = server.address() as AddressInfo;
  const ask = (method: string, path: string) =>
    new Promise<void>((resolve) => {
      const call = request({ host: "127.0.0.1", port, method, path, agent }, (answer) => {
        answer.resume();
        answer.on("close", resolve);
      });
      call.on("error", () => resolve());
      call.end();
    });
  const endMs = performance.now() + forMs;
  await Promise.all(programRoutes.map((path) => ask("OPTIONS", path)));
  for (let round = 0; performance.now() < endMs; round++) {
    // A page that leads to the sign-in loads what it would show.
    await Promise.all([ask("GET", round === 0 ? "/servers" : "/sign-in"), ask("GET", "/api/health")]);
  }
  agent.destroy();
  server.close();
}
