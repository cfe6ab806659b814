import { createServer, type RequestListener } from "node:http";
import next from "next";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { closeDatabase, database } from "@/lib/db/client";
import { executorsOfToday } from "@/lib/executors/reconnect-spread";
import { peerHeader } from "@/lib/http/client-address";
import { explainMethod } from "@/lib/http/explain-method";
import { securityHeaders } from "@/lib/http/security-headers";
import { KeyFollower } from "@/lib/platform/encryption/follow-keys";
import { onShutdown } from "./shutdown";
import { fleetToWarmUpFor, warmUp } from "./warm-up";

/**
 * The web process: Next behind a plain http server of our own, for two reasons. `next start` hands the client's own
 * forwarding headers to the application, which would let anybody choose the address that limits and the audit log see;
 * here the socket's peer is written over whatever came in. And it ends open connections when it is told to stop.
 */
const log = createLogger("web", env().LOG_LEVEL);
const { HOST, PORT, NODE_ENV, NEXTAUTH_URL } = env();
const app = next({
  dev: NODE_ENV === "development",
  hostname: HOST,
  port: PORT,
  dir: process.env.LIGHTNODE_ROOT ?? ".",
});
const handle = app.getRequestHandler();

const headers = securityHeaders(NEXTAUTH_URL);

await app.prepare();
const keys = new KeyFollower("web", log);
await keys.start();
const listener: RequestListener = (request, response) => {
  request.headers[peerHeader] = request.socket.remoteAddress ?? "";
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (request.url?.startsWith("/api/")) explainMethod(response);
  void handle(request, response);
};
const server = createServer(listener);
server.on("upgrade", app.getUpgradeHandler());
// Longer than the idle timeout of the usual proxies, so that they never send into a connection that is closing.
server.keepAliveTimeout = 75_000;
if (NODE_ENV === "production" && (await executorsOfToday().catch(() => 0)) >= fleetToWarmUpFor)
  await warmUp(listener, 1_000);
server.listen(PORT, HOST, () => log.info({ host: HOST, port: PORT }, "the panel listens"));

onShutdown(log, 8_000, async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  setTimeout(() => server.closeAllConnections(), 3_000).unref();
  server.closeIdleConnections();
  await closed;
  await app.close();
  await keys.stop();
  await closeDatabase(database());
});
