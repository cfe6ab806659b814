import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { nextAuthOptions } from "@/lib/auth/sign-in/next-auth-options";
import type { SignInResult } from "@/lib/auth/sign-in/sign-in";
import { newId } from "@/lib/core/ids";
import { enforceLimit, limitClasses } from "../limits/rate-limit";
import { httpLogger } from "../log-request";
import { problemResponse, toAppError } from "../problem";
import { readBytes } from "../request-body";
import { limitSubject } from "./client-address";
import {
  admitToNextAuth,
  requireSaneCallbackCookie,
  withoutCallbackCookies,
  withoutForeignCallback,
} from "./next-auth-gate";
import { type CountedSignIn, cookiesOf, prepareSignIn, readVisit } from "./sign-in-flow";

type Context = { params: Promise<{ nextauth: string[] }> };

const maxBodyBytes = 16 * 1024;
const nothing: CountedSignIn = async () => ({ outcome: "invalid_credentials" });

/**
 * next-auth's own endpoints; our sessions and limits behind them. Limits are checked before it runs, since it cannot
 * answer 429.
 */
export async function handleNextAuth(request: NextRequest, context: Context): Promise<Response> {
  const requestId = newId("request");
  const visit = readVisit(request, requestId);
  const answerHeaders = new Headers({ "x-request-id": requestId, "cache-control": "no-store" });
  let result: SignInResult | undefined;
  try {
    await enforceLimit(limitClasses.general, limitSubject(visit.origin.ip), answerHeaders);
    const sent = request.method === "POST" ? parse(request, await readBytes(request, maxBodyBytes)) : {};
    const url = admitToNextAuth(request, sent);
    requireSaneCallbackCookie(request.headers, answerHeaders);
    const fields = withoutForeignCallback(sent);
    const enter = isSignIn(request) ? await prepareSignIn(visit, fields, answerHeaders) : nothing;
    const options = nextAuthOptions(visit.origin, async () => {
      result = await enter();
      return result;
    });
    const { method } = request;
    const headers = new Headers(request.headers);
    headers.delete("content-length");
    headers.set("cookie", withoutCallbackCookies(headers.get("cookie")));
    if (method === "POST") headers.set("content-type", "application/json");
    const body = method === "POST" ? JSON.stringify(fields) : undefined;
    const copy = new NextRequest(url, { method, headers, body });
    const response = await finish(
      await NextAuth(copy as never, context as never, options),
      result,
      visit.previousToken,
    );
    if (response.status >= 500) throw new Error(`next-auth answered ${response.status}`);
    answerHeaders.forEach((value, name) => {
      if (!response.headers.has(name)) response.headers.set(name, value);
    });
    return response;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.status >= 500)
      httpLogger().error({ requestId, path: "/api/auth", err: error.cause ?? error }, "request failed");
    return problemResponse(error, requestId, answerHeaders);
  }
}

function isSignIn(request: NextRequest): boolean {
  return request.method === "POST" && request.nextUrl.pathname.endsWith("/callback/credentials");
}

/** The credentials, as next-auth will read them: a form or JSON. */
function parse(request: Request, body: Uint8Array): Record<string, unknown> {
  const text = new TextDecoder().decode(body);
  if (!request.headers.get("content-type")?.startsWith("application/json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Replaces next-auth's cookies by ours, since next-auth supports neither "keep me signed in" nor second steps. */
async function finish(
  response: Response,
  result: SignInResult | undefined,
  previous: string | null,
): Promise<Response> {
  const headers = new Headers(response.headers);
  const others = response.headers.getSetCookie().filter((cookie) => !replaces(cookie, result, previous));
  headers.delete("set-cookie");
  for (const cookie of [...others, ...(result ? cookiesOf(result) : [])]) headers.append("set-cookie", cookie);
  if (result?.outcome !== "two_factor_required") {
    return new Response(response.body, { status: response.status, headers });
  }
  const methods = result.methods.join(",");
  const withMethods = (url: string) => `${url}${url.includes("?") ? "&" : "?"}methods=${methods}`;
  const location = headers.get("location");
  if (location) headers.set("location", withMethods(location));
  if (!headers.get("content-type")?.startsWith("application/json")) {
    return new Response(response.body, { status: response.status, headers });
  }
  const { url } = (await response.json()) as { url: string };
  headers.delete("content-length");
  const answer = { url: withMethods(url), error: "two_factor_required", methods: result.methods };
  return new Response(JSON.stringify(answer), { status: response.status, headers });
}

/**
 * Its session cookie at sign-in, and the one that it sends again at every session request: the value does not change.
 */
function replaces(cookie: string, result: SignInResult | undefined, previous: string | null): boolean {
  const name = sessionCookieName();
  if (!cookie.startsWith(`${name}=`)) return false;
  return result?.outcome === "signed_in" || (previous !== null && cookie.startsWith(`${name}=${previous};`));
}
