import { sleep } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { database, directDatabaseUrl } from "@/lib/db/client";
import { DatabaseListener } from "@/lib/db/database-listener";
import { clientAddress, isTrustedProxy, peerHeader } from "@/lib/http/callers/client-address";
import { listeningGuard } from "@/lib/http/realtime/listening-rights";
import { createPostgresFanout } from "@/lib/realtime/embedded/fanout/fanout-postgres";
import { createRedisFanout } from "@/lib/realtime/embedded/fanout/fanout-redis";
import { createRealtimeServer } from "@/lib/realtime/embedded/server";
import { onShutdown } from "./process/shutdown";
import { listenTarget, reportReady } from "./process/supervised";

/**
 * Entry point of the embedded realtime process. Several may run behind one address; they share events through
 * PostgreSQL. It keeps no state that must survive a restart, and imports nothing that it does not need.
 */
const settings = env();
const log = createLogger("realtime", settings.LOG_LEVEL);

function forwardingHeaders(forwardedFor: string | string[] | undefined, peer: string | undefined): Headers {
  const headers = new Headers({ [peerHeader]: peer ?? "" });
  if (forwardedFor !== undefined) headers.set("x-forwarded-for", [forwardedFor].flat().join(","));
  return headers;
}

const listener = new DatabaseListener({ databaseUrl: directDatabaseUrl(), log });
const server = createRealtimeServer({
  app: {
    id: settings.PUSHER_APP_ID,
    key: settings.NEXT_PUBLIC_PUSHER_KEY,
    secret: settings.PUSHER_SECRET,
  },
  allowedOrigins: [new URL(settings.NEXTAUTH_URL).origin],
  fanout: settings.REDIS_URL
    ? createRedisFanout({ url: settings.REDIS_URL, log })
    : createPostgresFanout({ listener, log }),
  guard: listeningGuard(listener),
  perAddress: {
    connections: settings.REALTIME_PER_ADDRESS,
    unproven: Math.min(500, settings.REALTIME_PER_ADDRESS),
    addressOf: ({ headers, socket }) =>
      clientAddress(forwardingHeaders(headers["x-forwarded-for"], socket.remoteAddress)),
    // The panel's own processes call from this machine.
    isProxy: (peer) => isTrustedProxy(peer) || /^(::ffff:)?127\.|^::1$/.test(peer),
  },
  log,
});

// Sockets take up to 3.5 s and the fanout up to 1.5 s; anything slower is not waited for.
onShutdown(log, 5_000, async (ending) => {
  await server.close({ drainWindowMs: 1_500, isReplaced: ending === "drain" });
  await Promise.race([listener.stop(), sleep(500)]);
  await database().close();
  log.info("realtime: stopped");
});

await listener.start();
server.listen(listenTarget(settings.REALTIME_PORT, settings.HOST)).then(
  (address) => {
    log.info(address, "realtime: listening");
    reportReady();
  },
  (error: unknown) => {
    log.fatal({ err: error }, "realtime: cannot listen");
    process.exit(1);
  },
);
