import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import type { SignInResult } from "@/lib/auth/sign-in";
import { newId } from "@/lib/core/ids";
import { problemResponse, toAppError } from "@/lib/http/problem";
import { readBytes } from "@/lib/http/request-body";
import { type CountedSignIn, cookiesOf, enterSignIn, readVisit } from "@/lib/http/sign-in-door";

type Context = { params: Promise<{ nextauth: string[] }> };

const maxBodyBytes = 16 * 1024;
const nothing: CountedSignIn = async () => ({ outcome: "invalid_credentials" });

/** next-auth's own endpoints; our sessions and limits behind them. Limits are asked before it runs: it knows no 429. */
async function handler(request: NextRequest, context: Context): Promise<Response> {
  const requestId = newId("request");
  const visit = readVisit(request, requestId);
  let result: SignInResult | undefined;
  try {
    const body = request.method === "POST" ? await readBytes(request, maxBodyBytes) : undefined;
    const enter = isSignIn(request) ? await enterSignIn(visit, parse(request, body)) : nothing;
    const options = nextAuthOptions(visit.origin, async () => {
      result = await enter();
      return result;
    });
    const { method, headers } = request;
    const copy = new NextRequest(request.url, { method, headers, body: body as BodyInit | undefined });
    const response = await NextAuth(copy as never, context as never, options);
    return finish(response, result, visit.previousToken);
  } catch (thrown) {
    return problemResponse(
      toAppError(thrown),
      requestId,
      new Headers({ "x-request-id": requestId, "cache-control": "no-store" }),
    );
  }
}

function isSignIn(request: NextRequest): boolean {
  return request.method === "POST" && request.nextUrl.pathname.endsWith("/callback/credentials");
}

/** The credentials, as next-auth will read them: a form or JSON. */
function parse(request: Request, body: Uint8Array = new Uint8Array()): unknown {
  const text = new TextDecoder().decode(body);
  if (!request.headers.get("content-type")?.startsWith("application/json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Puts our cookies in place of next-auth's, which knows neither "keep me signed in" nor second steps. */
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

/** Its session cookie at sign-in, and the one it sends again with every look at the session: the value has not changed. */
function replaces(cookie: string, result: SignInResult | undefined, previous: string | null): boolean {
  const name = sessionCookieName();
  if (!cookie.startsWith(`${name}=`)) return false;
  return result?.outcome === "signed_in" || (previous !== null && cookie.startsWith(`${name}=${previous};`));
}

export { handler as GET, handler as POST };
