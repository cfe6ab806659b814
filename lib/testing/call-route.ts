import { expect } from "vitest";
import { type Actor, noOrigin } from "@/lib/access/actor";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { createSession } from "@/lib/auth/sessions/sessions";
import { isRouteHandler, type RouteModules } from "@/lib/http/openapi";
import { checkAgainstDocument } from "./answer-schema";

/** Calls route handlers as Next would, and holds every answer against what all answers promise. */
export type Call = {
  /** `POST /api/servers/[id]/power`. */
  to: string;
  params?: Record<string, string>;
  query?: string;
  /** A signed-in browser's cookie; undefined: nobody. */
  cookie?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
};

export type Answer = { status: number; code: string | null; body: Record<string, unknown>; headers: Headers };

export const panelOrigin = "http://localhost:3000";

/** Cookie of a new session of this user. */
export async function signedIn(actor: Actor): Promise<string> {
  const { token } = await createSession({ userId: actor.userId ?? "", scopeResourceId: null, origin: noOrigin });
  return `${sessionCookieName()}=${token}`;
}

/** `METHOD path` of every handler in the list. */
export function callsOf(modules: RouteModules): string[] {
  return Object.entries(modules).flatMap(([path, module]) =>
    Object.keys(module)
      .filter((method) => isRouteHandler(module[method]))
      .map((method) => `${method} ${path}`),
  );
}

export async function callRoute(modules: RouteModules, call: Call): Promise<Answer> {
  const [method = "", path = ""] = call.to.split(" ");
  const handler = modules[path]?.[method];
  if (!isRouteHandler(handler)) throw new Error(`there is no route ${call.to}`);
  const filled = path.replace(/\[(\w+)\]/g, (_all, name: string) => encodeURIComponent(call.params?.[name] ?? "x"));
  const headers = new Headers({ origin: panelOrigin, "content-type": "application/json", ...call.headers });
  if (call.cookie) headers.set("cookie", call.cookie);
  // An empty value stands for a header that is not sent.
  for (const [name, value] of Object.entries(call.headers ?? {})) if (value === "") headers.delete(name);
  const text = typeof call.body === "string" ? call.body : JSON.stringify(call.body);
  const request = new Request(`${panelOrigin}${filled}${call.query ?? ""}`, {
    method,
    headers,
    body: method === "GET" ? undefined : text,
  });
  // Next gives a route without [parts] no parameters at all, whatever its types say.
  const params = path.includes("[") ? { id: "x", ...call.params } : (undefined as unknown as Record<string, string>);
  const response = await handler(request, { params: Promise.resolve(params) });
  const answer = await examine(call.to, response);
  checkAgainstDocument(modules, call.to, answer);
  return answer;
}

// A frame of a stack, a statement, a file of ours or of the machine.
const leaks =
  /\n\s+at |\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s|\.(ts|js|mjs|sql):\d|node_modules|"\/(usr|home|root|tmp|var|work)\/|"stack"/;

/** What every answer promises: a request id, no caching; a refusal: a problem document that gives nothing away. */
async function examine(to: string, response: Response): Promise<Answer> {
  expect(response.headers.get("x-request-id"), to).toMatch(/^req_[0-9a-z]{26}$/);
  expect(response.headers.get("x-content-type-options"), to).toBe("nosniff");
  const stream = response.headers.get("content-type")?.startsWith("text/event-stream");
  if (stream) await response.body?.cancel();
  const text = stream ? "" : await response.text();
  // A file that is handed out.
  const isFile = !response.headers.get("content-type")?.includes("json");
  const body: Record<string, unknown> = text === "" ? {} : isFile ? { text } : JSON.parse(text);
  if (response.status >= 400) {
    expect(response.headers.get("content-type"), to).toBe("application/problem+json; charset=utf-8");
    expect(text, to).not.toMatch(leaks);
    expect(body, to).toMatchObject({
      status: response.status,
      title: expect.any(String),
      detail: expect.any(String),
      code: expect.stringMatching(/^[a-z_]+$/),
      type: `/docs/errors#${String(body.code)}`,
      requestId: response.headers.get("x-request-id"),
    });
  }
  const code = typeof body.code === "string" ? body.code : null;
  return { status: response.status, code, body, headers: response.headers };
}

/** Paths of the fields that were refused. */
export function refusedPaths(answer: Answer): string[] {
  const errors = (answer.body.errors ?? []) as { path: string; message: string }[];
  return errors.map(({ path }) => path);
}
