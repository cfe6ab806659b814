import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import path from "node:path";
import { authErrors } from "@/lib/auth/errors";
import { projectRoot } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { clientAddress, isTrustedProxy, limitSubject, peerHeader } from "../callers/client-address";
import { AddressBudgets, type EntryClass } from "./address-budget";
import { bodyArrival } from "./body-arrival";
import { HashingCapacity } from "./capacity";
import { checkRequest, pathOf, removeInternalHeaders } from "./check-request";
import { sendRefusal, setBudgetHeaders } from "./entry-answers";
import { PublicDocuments } from "./public-documents";
import { completeHead } from "./response-head";
import { StaticFiles } from "./static-files";

/**
 * The http server in front of Next. It writes the socket's peer over what the client claims about its address, refuses
 * malformed requests and floods before Next runs, completes the headers of every answer, serves public documents from
 * memory, and limits the life of every connection: a client cannot keep one open by sending nothing, by asking for an
 * upgrade, or by reading nothing.
 */
export type EntryOptions = {
  handle: RequestListener;
  headers: Record<string, string>;
  trustedProxies: string;
  rateLimitFactor: number;
  /** The build's folder of compressed scripts and styles; null in development. */
  staticFolder: string | null;
  /** Documents are rendered once in production; in development they change with the code. */
  cachesDocuments: boolean;
  log: { error(fields: object, message: string): void };
};

/** Answers one request; `panelServer` puts it behind the limits of connections. */
export function entryListener(options: EntryOptions): RequestListener {
  const { handle, headers, trustedProxies, log } = options;
  const budgets = new AddressBudgets(options.rateLimitFactor);
  const capacity = new HashingCapacity();
  const documents = new PublicDocuments(prepared(handle));
  const files = new StaticFiles(options.staticFolder);
  const publicFiles = publicFilesIn(path.join(projectRoot(), "public"));
  return (request, response) => {
    const isApi = request.url?.startsWith("/api/") ?? false;
    completeHead(response, { ...headers, "x-request-id": newId("request") }, isApi);
    const refusal = checkRequest(request);
    // Next's own page for an unknown address is friendlier than a bare one.
    if (refusal?.status === 404) request.url = "/404";
    else if (refusal) return sendRefusal(request, response, refusal);
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
    removeInternalHeaders(request.headers);
    const requested = pathOf(request.url ?? "/");
    if (!admitToBudget(request, response, requested)) return;
    if (capacity.isHashing(request.method, requested)) return void handleHashing(request, response);
    if (options.cachesDocuments && documents.serves(request.method, requested)) {
      void documents.send(request, response, requested).catch((error: unknown) => fail(request, response, error));
      return;
    }
    if (files.serves(request, requested)) {
      void files.send(response, requested).catch((error: unknown) => fail(request, response, error));
      return;
    }
    void handle(request, response);
  };

  function classOf(requested: string): EntryClass {
    if (requested.startsWith("/api/") && requested !== "/api/openapi.json") return "api";
    return requested.startsWith("/_next/static/") || publicFiles.has(requested) ? "file" : "page";
  }

  function admitToBudget(request: IncomingMessage, response: ServerResponse, requested: string): boolean {
    const entryClass = classOf(requested);
    const address = clientAddress(headersOf(request), trustedProxies);
    const budget = budgets.count(entryClass, limitSubject(address));
    if (entryClass === "page") setBudgetHeaders(response, budget);
    if (!budget.exceeded) return true;
    setBudgetHeaders(response, budget);
    const detail = `Too many requests from your address. Try again in ${budget.resetSeconds} s.`;
    sendRefusal(request, response, coreErrors.rate_limited({ detail, retryAfterSeconds: budget.resetSeconds }));
    return false;
  }

  async function handleHashing(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = await bodyArrival(request);
    // A disconnected client has closed the response already: nothing would release its slot.
    if (request.destroyed || response.closed) return;
    if (arrival === "too_large") return sendRefusal(request, response, coreErrors.payload_too_large());
    if (arrival === "too_slow") {
      return sendRefusal(
        request,
        response,
        coreErrors.malformed_request({ detail: "The body did not arrive in time." }),
      );
    }
    const over = capacity.enter(() => void handle(request, response));
    if (typeof over === "number") sendRefusal(request, response, authErrors.sign_in_busy({ retryAfterSeconds: over }));
    else response.once("close", over);
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    log.error({ path: request.url, err: error }, "request failed");
    if (response.headersSent) response.destroy();
    else sendRefusal(request, response, coreErrors.internal_error({ cause: error }));
  }
}

/** What Next is asked with when the panel itself renders a document. */
function prepared(handle: RequestListener): RequestListener {
  return (request, response) => {
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
    void handle(request, response);
  };
}

/** The files in a folder, as they are asked for. A path that only looks like a file counts as a page. */
function publicFilesIn(folder: string): ReadonlySet<string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Set(entries.map((entry) => `/${path.relative(folder, path.join(entry.parentPath, entry.name))}`));
}

function headersOf(request: IncomingMessage): Headers {
  const forwarded = request.headers["x-forwarded-for"];
  return new Headers({
    [peerHeader]: request.socket.remoteAddress ?? "",
    ...(forwarded === undefined ? {} : { "x-forwarded-for": String(forwarded) }),
  });
}

/**
 * Open connections per address, or /64 of IPv6; trusted proxies and this machine are exempt, as they serve many
 * clients.
 */
const connectionsPerAddress = 512;
/** File descriptors that stay free for the database, files and logs. */
const reservedDescriptors = 256;

export type ServerOptions = {
  trustedProxies: string;
  connectionsPerAddress?: number;
  /** Development only: Next's hot reload. */
  onUpgrade?: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
};

export const serverSettings = {
  connectionsCheckingInterval: 2_000,
  // Other offers (`h2c`, which Java clients send with every request) are ignored: the request is answered as it is.
  shouldUpgradeCallback: (request: IncomingMessage) => /\bwebsocket\b/i.test(request.headers.upgrade ?? ""),
};

export function panelServer(listener: RequestListener, options: ServerOptions): Server {
  const server = createServer(serverSettings, listener);
  limitServer(server, options);
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // The realtime server has a port of its own: nothing here speaks another protocol. Next would keep the socket open.
    if (options.onUpgrade) options.onUpgrade(request, socket, head);
    else socket.destroy();
  });
  return server;
}

/** The limits of time and number of every connection, with TLS and without. */
export function limitServer(server: Server | TlsServer, options: ServerOptions): void {
  // Longer than the idle timeout of the usual proxies, so that they never send into a connection that is closing.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 15_000;
  server.requestTimeout = 60_000;
  // Nothing sent and nothing read: streams send a comment every 15 s, long polls answer after 25 s.
  server.timeout = 120_000;
  server.maxConnections = Math.max(64, openFilesLimit() - reservedDescriptors);
  limitConnections(server, options);
}

function limitConnections(server: Server | TlsServer, options: ServerOptions): void {
  const most = options.connectionsPerAddress ?? connectionsPerAddress;
  const held = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const peer = socket.remoteAddress ?? "";
    if (speaksForMany(peer, options)) return;
    const address = limitSubject(peer);
    const count = (held.get(address) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    held.set(address, count);
    socket.once("close", () => {
      const left = (held.get(address) ?? 1) - 1;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    });
  });
}

function speaksForMany(address: string, { trustedProxies, connectionsPerAddress: given }: ServerOptions): boolean {
  const isOwn = /^(::ffff:)?127\.|^::1$/.test(address);
  return (isOwn && given === undefined) || isTrustedProxy(address, trustedProxies);
}

/** Files this process may have open; 1,024 where the system does not report it. */
function openFilesLimit(): number {
  try {
    return Number(/Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? 1_024);
  } catch {
    return 1_024;
  }
}
