import { once } from "node:events";
import type { Server } from "node:http";
import type { Server as HttpsServer } from "node:https";
import path from "node:path";
import next from "next";
import { env, projectRoot } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { database } from "@/lib/db/client";
import { closeReplica } from "@/lib/db/replica/replica";
import { executorsOfToday } from "@/lib/executors/fleet/reconnect-spread";
import { certificateFiles, ensurePair } from "@/lib/http/certificate/certificate-files";
import { challengeServer } from "@/lib/http/certificate/challenge-server";
import { drainable } from "@/lib/http/entry/drain";
import { entryListener, panelServer } from "@/lib/http/entry/panel-server";
import { tlsServer } from "@/lib/http/entry/tls/tls-server";
import { closeCounters } from "@/lib/http/limits/counters/open-counters";
import { securityHeaders } from "@/lib/http/security-headers";
import { closeJobQueue } from "@/lib/jobs/job-queue";
import { KeyFollower } from "@/lib/platform/encryption/follow-keys";
import { logConsole } from "./process/log-console";
import { onShutdown } from "./process/shutdown";
import { listenTarget, reportReady } from "./process/supervised";
import { fleetToWarmUpFor, warmUp } from "./process/warm-up";

/** The web process: Next behind our own http server (lib/http/entry), which `next start` does not allow. */
const log = createLogger("web", env().LOG_LEVEL);
logConsole(log);
const { HOST, PORT, NODE_ENV, NEXTAUTH_URL, TRUSTED_PROXIES, RATE_LIMIT_FACTOR } = env();
const isProduction = NODE_ENV === "production";
const app = next({
  dev: NODE_ENV === "development",
  hostname: HOST,
  port: PORT,
  dir: process.env.LIGHTNODE_ROOT ?? ".",
});
const handle = app.getRequestHandler();

await app.prepare();
const keys = new KeyFollower("web", log);
await keys.start();
const listener = entryListener({
  handle,
  headers: securityHeaders(NEXTAUTH_URL),
  trustedProxies: TRUSTED_PROXIES,
  rateLimitFactor: RATE_LIMIT_FACTOR,
  cachesDocuments: isProduction,
  staticFolder: isProduction ? path.join(projectRoot(), ".next/static") : null,
  log,
});
const server = panelServer(listener, {
  trustedProxies: TRUSTED_PROXIES,
  onUpgrade: isProduction ? undefined : app.getUpgradeHandler(),
});
if (isProduction && (await executorsOfToday().catch(() => 0)) >= fleetToWarmUpFor) await warmUp(listener, 1_000);
const drain = drainable(server);
let challenges: Server | null = null;
const secure = await startTls();
server.listen(listenTarget(PORT, HOST), () => {
  log.info({ host: HOST, port: PORT }, "the panel listens");
  reportReady();
});

async function endNow(ending: typeof server | HttpsServer): Promise<void> {
  const closed = new Promise((resolve) => ending.close(resolve));
  setTimeout(() => ending.closeAllConnections(), 3_000).unref();
  ending.closeIdleConnections();
  await closed;
}

/** HTTPS without a proxy, on a port that processes share as they share the other one. */
async function startTls() {
  const { TLS_PORT, REALTIME_PORT, PUSHER_HOST } = env();
  const files = await tlsFiles();
  if (!files) return null;
  const https = tlsServer(listener, {
    ...files,
    trustedProxies: TRUSTED_PROXIES,
    realtimePort: PUSHER_HOST === "127.0.0.1" ? REALTIME_PORT : null,
    log,
  });
  https.listen(listenTarget(TLS_PORT, HOST, "LIGHTNODE_TLS_FD"));
  await once(https, "listening");
  log.info({ host: HOST, port: TLS_PORT }, "the panel listens with TLS");
  return { https, drain: drainable(https) };
}

/** Of the operator, or of the certificate that the panel keeps itself; the port for its challenges listens then. */
async function tlsFiles(): Promise<{ certificateFile: string; keyFile: string } | null> {
  const { TLS_CERT, TLS_KEY, TLS_PORT, ACME_DOMAINS: domains, ACME_HTTP_PORT, DATA_DIR } = env();
  if (TLS_CERT && TLS_KEY) return { certificateFile: TLS_CERT, keyFile: TLS_KEY };
  const [first] = domains;
  if (first === undefined) return null;
  const files = certificateFiles(DATA_DIR);
  await ensurePair(files, first);
  challenges = challengeServer({ files, domains, httpsPort: TLS_PORT });
  challenges.listen(listenTarget(ACME_HTTP_PORT, HOST, "LIGHTNODE_ACME_FD"));
  await once(challenges, "listening");
  return { certificateFile: files.pairFile, keyFile: files.pairFile };
}

/** A download or a long poll of an executor may take this long when a new process has taken over. */
const drainWindowMs = 28_000;

onShutdown(log, 8_000, async (ending) => {
  challenges?.close();
  const servers = secure ? [server, secure.https] : [server];
  if (ending === "drain") await Promise.all([drain(drainWindowMs), secure?.drain(drainWindowMs)]);
  else await Promise.all(servers.map(endNow));
  await app.close();
  await keys.stop();
  await closeJobQueue();
  await closeCounters();
  await closeReplica();
  await database().close();
});
