import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "@/lib/core/log";
import type { ReplayMemory } from "../fanout/replay-memory";
import { parseJson } from "../frames";
import type { Hub } from "../hub";
import { limits } from "../limits";
import { type AppCredentials, decodePath, isBodyIntact, readQuery, requestRefusal } from "../signature";
import { HttpRefusal, readBody, splitTarget } from "./http-request";
import { type ApiCall, apiRoutes } from "./http-routes";

export type HttpApiContext = { app: AppCredentials; hub: Hub; replays: ReplayMemory; log: Logger | undefined };

/** Pusher's HTTP API, and GET /up. A request's signature is checked before its body is read. */
export function createHttpHandler(context: HttpApiContext) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(context, request).then(
      (reply) => send(response, 200, reply.type, reply.body),
      (error: unknown) => {
        if (error instanceof HttpRefusal) {
          refuse(request, response, error);
          return;
        }
        context.log?.error({ err: error }, "realtime: HTTP request failed");
        refuse(request, response, new HttpRefusal(500, "Internal error"));
      },
    );
  };
}

type Reply = { type: string; body: string };

async function answer(context: HttpApiContext, request: IncomingMessage): Promise<Reply> {
  const { path, search } = splitTarget(request.url ?? "/");
  const method = request.method ?? "GET";
  if (path === "/up" && (method === "GET" || method === "HEAD")) return { type: "text/plain", body: "ok" };
  const call = await authenticate(context, request, { method, path, search });
  for (const route of apiRoutes) {
    const match = route.path.exec(call.path);
    if (!match) continue;
    if (route.method !== method) throw new HttpRefusal(405, "Method not allowed");
    const name = match[1] ?? "";
    return { type: "application/json", body: JSON.stringify(route.run(context.hub, { ...call, name })) };
  }
  throw new HttpRefusal(404, "Not found");
}

async function authenticate(
  { app, replays }: HttpApiContext,
  request: IncomingMessage,
  { method, path, search }: { method: string; path: string; search: string },
): Promise<Omit<ApiCall, "name"> & { path: string }> {
  const [, appId, rest] = /^\/apps\/([^/]+)(\/.+)$/.exec(path) ?? [];
  if (appId === undefined || rest === undefined) throw new HttpRefusal(404, "Not found");
  if (appId !== app.id) throw new HttpRefusal(404, "Unknown app");
  const query = readQuery(search);
  if (!query) throw new HttpRefusal(400, "A query parameter is given twice");
  const nowSeconds = Date.now() / 1000;
  const refusal = requestRefusal(app, { method, path, query }, nowSeconds, limits.authTimestampSeconds);
  if (refusal !== null) throw new HttpRefusal(401, refusal);
  const writes = method !== "GET" && method !== "HEAD";
  const body = writes ? await readBody(request, limits.httpBodyBytes) : Buffer.alloc(0);
  if (writes && !isBodyIntact(body, query.get("body_md5"))) throw new HttpRefusal(401, "Invalid body_md5");
  // Last, so that only requests that would be carried out are remembered. Repeated reads are harmless.
  const signature = query.get("auth_signature") ?? "";
  if (writes && !replays.admit(signature, Number(query.get("auth_timestamp")), nowSeconds)) {
    throw new HttpRefusal(401, "This request was received before; sign it again");
  }
  return { path: decodePath(rest), query, body: writes ? parseJson(body.toString("utf8")) : undefined };
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: HttpRefusal): void {
  // The rest of a body is not read: the connection is closed.
  if (!request.complete) response.setHeader("connection", "close");
  send(response, status, "text/plain", message);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
