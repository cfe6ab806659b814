import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { sleep } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/log";
import { AddressCount, type AddressLimits, type ProofOf } from "./address-count";
import { Connection } from "./connection";
import { type ClusterTimings, defaultClusterTimings } from "./fanout/cluster";
import { createLocalFanout, type Fanout } from "./fanout/fanout";
import { ReplayMemory } from "./fanout/replay-memory";
import { closeCodes } from "./frames";
import { handshakeRefusal } from "./handshake";
import { createHttpHandler } from "./http/http-api";
import { Hub } from "./hub";
import { limits } from "./limits";
import { greet, handleClientMessage, type ProtocolContext } from "./protocol";
import type { AppCredentials } from "./signature";
import { type SubscriptionGuard, SubscriptionRights } from "./subscription-rights";

export type RealtimeServerOptions = {
  app: AppCredentials;
  /** Unset: this is the only process. */
  fanout?: Fanout;
  log?: Logger;
  /**
   * Origins whose pages may connect, besides those on the host name the socket itself is opened on; empty: any.
   * Clients that send no Origin, i.e. are no browsers, may always.
   */
  allowedOrigins?: readonly string[];
  maxConnections?: number;
  /** Tracks the right behind each subscription and ends both together; unset: a signature is enough. */
  guard?: SubscriptionGuard;
  /** Limits for one client address; unset: none. */
  perAddress?: AddressLimits;
  /** Silence after which either side pings. Sent to clients in whole seconds. */
  activityTimeoutMs?: number;
  pongTimeoutMs?: number;
  clusterTimings?: ClusterTimings;
};

export type RealtimeStats = {
  connections: number;
  channels: number;
  otherProcesses: number;
  eventsPublished: number;
  framesSent: number;
};

type ListenAddress = { host: string; port: number } | { fd: number };

export type RealtimeServer = {
  /** Port 0 takes a free one. `fd`: the descriptor of a port that is bound already. */
  listen(address: ListenAddress): Promise<{ host: string; port: number }>;
  /**
   * Closes the connections at random moments within the window, so that they do not all reconnect at once. Meanwhile
   * new ones are closed with "reconnect after a second": without a listener a client library waits for 15.
   * `isReplaced`: another process accepts on the same port, so this one takes no new connections.
   */
  close(options?: { drainWindowMs?: number; isReplaced?: boolean }): Promise<void>;
  stats(): RealtimeStats;
};

type Settings = ProtocolContext & {
  allowedOrigins: readonly string[];
  maxConnections: number;
  pongTimeoutMs: number;
  addresses: AddressCount;
  isProven: ProofOf;
  draining: boolean;
};

/** How long a closing socket may take to answer before it is destroyed. */
const closeTimeoutMs = 1500;

const socketOptions = {
  noServer: true,
  maxPayload: limits.clientMessageBytes,
  perMessageDeflate: false,
  closeTimeout: closeTimeoutMs,
};

function settingsOf(options: RealtimeServerOptions): Settings {
  const { app, log } = options;
  const hub = new Hub(
    randomUUID(),
    options.fanout ?? createLocalFanout(),
    options.clusterTimings ?? defaultClusterTimings,
  );
  const rights = options.guard
    ? new SubscriptionRights(options.guard, { leave: (connection, channel) => hub.leave(connection, channel) }, log)
    : null;
  // Without rights a valid signature is the only proof.
  const isProven: ProofOf = (connection) =>
    connection.user !== null || (rights ? rights.has(connection) : connection.channels.size > 0);
  return {
    app,
    hub,
    log,
    rights,
    isProven,
    addresses: new AddressCount(options.perAddress ?? null, isProven),
    allowedOrigins: options.allowedOrigins ?? [],
    maxConnections: options.maxConnections ?? 10_000,
    activityTimeoutMs: options.activityTimeoutMs ?? 30_000,
    pongTimeoutMs: options.pongTimeoutMs ?? 30_000,
    draining: false,
  };
}

/** A Pusher-compatible server (protocol 7) with one app. Keeps no state that must survive a restart. */
export function createRealtimeServer(options: RealtimeServerOptions): RealtimeServer {
  const settings = settingsOf(options);
  const { app, hub, log } = settings;
  const replays = new ReplayMemory(limits.replay);
  const http = createServer(
    // Node looks for connections past these times every 30 s by default.
    { requestTimeout: 10_000, headersTimeout: 5000, connectionsCheckingInterval: 2000 },
    createHttpHandler({ app, hub, replays, log }),
  );
  const sockets = new WebSocketServer(socketOptions);
  http.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => stream.destroy());
    const address = settings.addresses.addressOf(request);
    if (settings.addresses.isFull(address)) {
      refuseUpgrade(stream);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => accept(settings, socket, request, address));
  });
  // Before anything is read: a peer that is no proxy is one client.
  http.on("connection", (socket) => settings.addresses.admitPeer(socket));
  let livenessTimer: NodeJS.Timeout | undefined;
  return {
    async listen(address) {
      settings.rights?.start();
      await hub.cluster.start();
      const bound = await bind(http, address);
      const everyMs = Math.max(10, Math.min(1000, settings.activityTimeoutMs / 4, settings.pongTimeoutMs / 4));
      livenessTimer = setInterval(() => checkLiveness(settings), everyMs);
      return bound;
    },
    async close({ drainWindowMs = 2000, isReplaced = false } = {}) {
      clearInterval(livenessTimer);
      settings.draining = !isReplaced;
      const closed = new Promise<void>((resolve) => http.once("close", () => resolve()));
      if (isReplaced) http.close();
      await drain(hub, drainWindowMs);
      if (!isReplaced) http.close();
      http.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      await closed;
      settings.rights?.stop();
      await hub.cluster.stop();
    },
    stats: () => ({
      connections: hub.connections.size,
      channels: hub.channels.size,
      otherProcesses: hub.cluster.peerCount,
      ...hub.counters,
    }),
  };
}

function bind(http: Server, address: ListenAddress): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen({ ...address, backlog: 4096 }, () => {
      http.off("error", reject);
      const bound: AddressInfo | string | null = http.address();
      if (bound === null || typeof bound === "string") reject(new Error("the realtime server needs a TCP port"));
      else resolve({ host: "host" in address ? address.host : bound.address, port: bound.port });
    });
  });
}

/** Cheaper than to open and close a socket; client libraries retry later. */
function refuseUpgrade(stream: Duplex): void {
  stream.end(
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    () => stream.destroy(),
  );
}

function accept(settings: Settings, socket: WebSocket, request: IncomingMessage, address: string): void {
  const { hub, log, rights, addresses } = settings;
  // Protocol violations (too large, not UTF-8) close the socket by themselves.
  socket.on("error", (error) => log?.debug({ reason: error.message }, "realtime: socket error"));
  const refusal =
    handshakeRefusal(settings.app.key, settings.allowedOrigins, request) ??
    (settings.draining || hub.connections.size >= settings.maxConnections
      ? { code: closeCodes.overCapacity, reason: "Over capacity" }
      : null);
  if (refusal) {
    socket.close(refusal.code, refusal.reason);
    return;
  }
  const connection = new Connection(socket, Date.now());
  hub.connections.add(connection);
  addresses.add(address, connection);
  socket.on("message", (data, isBinary) => {
    if (!connection.isOpen) return;
    if (isBinary) connection.close(closeCodes.binaryFrame, "Text frames only");
    else handleClientMessage(settings, connection, data.toString());
  });
  socket.on("ping", () => connection.noteActivity(Date.now()));
  socket.on("close", () => {
    addresses.remove(address, connection);
    rights?.forgetAll(connection);
    hub.disconnect(connection);
  });
  greet(settings, connection);
}

function checkLiveness({ hub, rights, isProven, activityTimeoutMs, pongTimeoutMs }: Settings): void {
  const nowMs = Date.now();
  for (const connection of hub.connections) {
    connection.checkLiveness(nowMs, activityTimeoutMs, pongTimeoutMs);
    // It uses a slot that an authenticated client may need.
    if (rights && !isProven(connection) && nowMs - connection.openedMs >= limits.unprovenMs) {
      // It may reconnect: it may be a page whose channel was not signed in time.
      connection.close(closeCodes.overCapacity, "Neither signed in nor subscribed in time");
    }
  }
}

async function drain(hub: Hub, windowMs: number): Promise<void> {
  const timers = [...hub.connections].map((connection) =>
    setTimeout(() => connection.close(closeCodes.reconnect, "The server restarts"), Math.random() * windowMs),
  );
  const deadline = Date.now() + windowMs + closeTimeoutMs;
  while (hub.connections.size > 0 && Date.now() < deadline) await sleep(10);
  for (const timer of timers) clearTimeout(timer);
}
