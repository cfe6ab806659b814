import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { requireConfirmation, requireEnrolment } from "@/lib/auth/step-up/require-confirmation";
import { env } from "@/lib/core/env";
import { type AppError, coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { authenticate, type Caller, isSameOrigin, requestOrigin } from "./callers/authenticate";
import { limitSubject } from "./callers/client-address";
import { withIdempotency } from "./idempotency/idempotency";
import { enforceLimit, limitClasses } from "./limits/rate-limit";
import { logRequest } from "./log-request";
import { problemResponse, toAppError } from "./problem";
import { type RefusedRequest, recordRefusal } from "./record-refusal";
import { parseQuery, readJson } from "./request-body";
import type { RouteContext, RouteDefinition, RouteHandler, RouteTypes } from "./route-types";

/**
 * The wrapper of every route. In order: request id → authenticate → same-origin → rate limit → permission → parse →
 * step-up → use case → shape → problem+json → one log line. A route file declares what differs and calls one use case.
 */
const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

function answerHeaders(requestId: string): Headers {
  return new Headers({
    "x-request-id": requestId,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
  });
}

export function route<
  B extends z.ZodType,
  Q extends z.ZodType,
  R extends z.ZodType,
  P extends z.ZodType,
  T extends Promise<unknown>,
  A,
>(definition: RouteDefinition<B, Q, R, P, T, A>): RouteHandler & RouteTypes<B, Q, R, P, T> {
  const handler = async (request: Request, context: RouteContext): Promise<Response> => {
    const startedAt = performance.now();
    const requestId = newId("request");
    const headers = answerHeaders(requestId);
    const state: { caller: Caller | null } = { caller: null };
    try {
      // Next resolves this to undefined for a route without [parts], whatever its types say.
      const params = (await context.params) ?? {};
      const response = await answer(definition, request, params, headers, requestId, state);
      logRequest(request, response.status, startedAt, requestId, state.caller);
      return response;
    } catch (thrown) {
      const error = toAppError(thrown);
      logRequest(request, error.status, startedAt, requestId, state.caller, error);
      void recordRefusal(await refusalOf(request, context, requestId, state.caller, error));
      return problemResponse(error, requestId, headers);
    }
  };
  return Object.assign(handler, { definition });
}

async function answer<B extends z.ZodType, Q extends z.ZodType, R extends z.ZodType, P extends z.ZodType, A>(
  definition: RouteDefinition<B, Q, R, P, Promise<unknown>, A>,
  request: Request,
  sentParams: Awaited<RouteContext["params"]>,
  headers: Headers,
  requestId: string,
  state: { caller: Caller | null },
): Promise<Response> {
  const origin = requestOrigin(request.headers, requestId);
  const agent = await definition.agent?.(request, headers);
  const authentication =
    definition.anonymous || definition.agent
      ? Promise.resolve(null)
      : authenticate(request.headers, origin, definition);
  const caller = await authentication.catch(async (error) => {
    // Guessed tokens are counted by address, like all unauthenticated calls.
    await enforceLimit(limitClasses.general, limitSubject(origin.ip), headers);
    throw error;
  });
  state.caller = caller;
  if (changing.has(request.method) && isForged(caller, request.headers)) throw coreErrors.cross_origin();
  // Open routes are counted by address, also for signed-in callers: anybody can create accounts.
  const byAddress = definition.permission === null || !caller?.actor.userId;
  const byKey = isExecutorCall(definition.executor, request.headers);
  const subject = byAddress ? limitSubject(origin.ip) : budgetOf(caller);
  const { limit = "general" } = definition;
  if (!byKey && limit !== null) await enforceLimit(limitClasses[limit], subject, headers);
  const actor = await admit(byKey ? null : definition.permission, caller);
  if (definition.permission !== null && !byKey && !definition.duringEnrolment) requireEnrolment(actor);
  // PostgreSQL texts cannot contain NUL: no resource has such a name.
  if (Object.values(sentParams).some((value) => value?.includes("\0"))) throw coreErrors.not_found();
  const query = parseAs(definition.query, definition.query && parseQuery(request.url));
  const raw = definition.body ? await readJson(request, definition) : undefined;
  const body = parseAs(definition.body, raw);
  if (asksToConfirm(definition, body, caller)) await requireConfirmation(actor);
  const status = definition.status ?? 200;
  const work = async () => {
    // Here, since an id that is malformed is refused like one that names nothing: after all other checks.
    const params = parseParams(definition.params, sentParams);
    const result = await definition.handle({ actor, agent: agent as A, body, query, params, request, headers });
    if (result instanceof Response) return result;
    if (env().NODE_ENV === "test") definition.response?.parse(result);
    return result;
  };
  const key = definition.idempotent ? request.headers.get("idempotency-key") : null;
  const result = key === null ? await work() : await withIdempotency({ key, actor, request, body: raw, headers }, work);
  return result instanceof Response ? withHeaders(result, headers) : json(result, status, headers);
}

/** Without a schema its output is unknown to the handler, and undefined is a value of that type. */
function parseAs<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S> {
  return schema ? schema.parse(value) : (undefined as z.output<S>);
}

function parseParams<P extends z.ZodType>(schema: P | undefined, sent: unknown): z.output<P> {
  const issue = schema?.safeParse(sent).error?.issues[0];
  if (issue) throw coreErrors.not_found({ detail: issue.message });
  return parseAs(schema, sent);
}

/**
 * A person's browsers have one budget and their API tokens another: a script does not block pages, and more tokens do
 * not raise the limit.
 */
function budgetOf(caller: Caller | null): string {
  const { actor } = caller ?? {};
  if (!actor?.userId) return "nobody";
  return actor.token ? `tokens:${actor.userId}` : actor.userId;
}

function isExecutorCall(executor: "only" | "also" | undefined, headers: Headers): boolean {
  return executor === "only" || (executor === "also" && headers.has("x-api-key"));
}

function asksToConfirm<B extends z.ZodType>(
  { stepUp }: Pick<RouteDefinition<B, z.ZodType, z.ZodType>, "stepUp">,
  body: z.output<B>,
  caller: Caller | null,
): boolean {
  if (stepUp === "session") return caller?.by === "cookie";
  return typeof stepUp === "function" ? stepUp(body) : stepUp === true;
}

async function refusalOf(
  request: Request,
  context: RouteContext,
  requestId: string,
  caller: Caller | null,
  error: AppError,
): Promise<RefusedRequest> {
  const params = Object.entries((await context.params) ?? {});
  // The route's own path: the values of its parameters are text of the caller.
  const path = params.reduce(
    (text, [name, value]) => (typeof value === "string" ? text.replace(encodeURIComponent(value), `[${name}]`) : text),
    new URL(request.url).pathname.slice(0, 300),
  );
  const hasCredential = request.headers.has("authorization") || request.headers.has("cookie");
  const origin = requestOrigin(request.headers, requestId);
  const { method } = request;
  return { error, method, path, hasId: params.length > 0, caller: caller?.actor ?? null, origin, hasCredential };
}

/**
 * Whether another site may have made a browser send this. A browser sends cookies by itself, so it needs evidence that
 * the request is ours; without one, evidence that it is not is enough to refuse.
 */
function isForged(caller: Caller | null, headers: Headers): boolean {
  if (caller?.by === "bearer") return false;
  if (caller?.by === "cookie") return !isSameOrigin(headers);
  // "none": typed or opened from a bookmark. A sibling of the panel's domain ("same-site") may be somebody else's.
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  // Older browsers send at least the Origin header; programs send none.
  return headers.get("origin") !== null && !isSameOrigin(headers);
}

/** The actor, or for open routes an anonymous one; a refusal is audited, since it may be probing. */
async function admit(permission: Permission | null, caller: Caller | null): Promise<Actor> {
  if (permission === null) return caller?.actor ?? (nobody as Actor);
  if (!caller) throw coreErrors.unauthenticated();
  try {
    authorise(caller.actor, permission);
  } catch (error) {
    const event = { action: "access.refused", targetKind: "permission", targetId: permission };
    await recordAudit(sql(), caller.actor, event);
    throw error;
  }
  return caller.actor;
}

const nobody: Omit<Actor, "origin"> & { origin: Actor["origin"] } = {
  kind: "user",
  userId: null,
  role: "GUEST",
  name: "",
  email: "",
  scopes: [],
  resourceId: null,
  sessionId: null,
  origin: { ip: null, userAgent: null, requestId: null },
};

function json(body: unknown, status: number, headers: Headers): Response {
  if (body === undefined) return new Response(null, { status: status === 200 ? 204 : status, headers });
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(body), { status, headers });
}

function withHeaders(response: Response, headers: Headers): Response {
  headers.forEach((value, name) => {
    if (!response.headers.has(name)) response.headers.set(name, value);
  });
  return response;
}
