import { createHash } from "node:crypto";
import { secretsEqual } from "@/lib/core/encryption/crypto";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { isSameOrigin, readCookie, readCookies } from "./authenticate";

/**
 * Filters requests to next-auth's own endpoints. It answers unknown actions, invalid return addresses and foreign forms
 * with errors, pages and redirects of its own; here they are refused with a problem document before it runs, and before
 * a sign-in attempt is counted: another site must not use up a visitor's attempts.
 */
const actions: Record<string, readonly string[]> = {
  GET: ["csrf", "session", "providers"],
  POST: ["callback/credentials", "signout", "session"],
};

/** A path of the panel; any other return address is dropped. */
const ownPath = /^\/(?![/\\])[^\0\r\n]*$/;

/** Throws `not_found`, `method_not_allowed`, `cross_origin`; returns the address that next-auth is asked with. */
export function admitToNextAuth(request: Request, body: Record<string, unknown>): URL {
  const url = new URL(request.url);
  const action = url.pathname.replace(/^\/api\/auth\//, "");
  const isKnown = Object.values(actions).some((known) => known.includes(action));
  if (!isKnown) throw coreErrors.not_found({ detail: "There is no such endpoint; sign in at /sign-in." });
  if (!actions[request.method]?.includes(action)) throw coreErrors.method_not_allowed();
  if (request.method === "POST") requireOwnForm(request.headers, body);
  const callbackUrl = url.searchParams.getAll("callbackUrl");
  url.searchParams.delete("callbackUrl");
  if (callbackUrl.length === 1 && ownPath.test(callbackUrl[0] ?? "")) {
    url.searchParams.set("callbackUrl", callbackUrl[0] ?? "");
  }
  return url;
}

/**
 * A form must not come from another site, and must bring the token of next-auth's double-submit cookie. Fetch
 * Metadata and Origin are checked when the browser sends them, the token always.
 */
function requireOwnForm(headers: Headers, body: Record<string, unknown>): void {
  const saysWhere = headers.get("sec-fetch-site") !== null || headers.get("origin") !== null;
  if (saysWhere && !isSameOrigin(headers)) throw coreErrors.cross_origin();
  const { NEXTAUTH_SECRET, NEXTAUTH_URL } = env();
  const name = `${NEXTAUTH_URL.startsWith("https://") ? "__Host-" : ""}next-auth.csrf-token`;
  const [token = "", hash = ""] = (readCookie(headers.get("cookie"), name) ?? "").split("|");
  const expected = createHash("sha256").update(`${token}${NEXTAUTH_SECRET}`).digest("hex");
  const sent = typeof body.csrfToken === "string" ? body.csrfToken : "";
  if (token === "" || !secretsEqual(hash, expected) || !secretsEqual(sent, token)) {
    throw coreErrors.cross_origin({
      detail: "The form's token is missing or old: fetch /api/auth/csrf and send it along.",
    });
  }
}

const callbackCookies = ["next-auth.callback-url", "__Secure-next-auth.callback-url", "__Host-next-auth.callback-url"];

/** next-auth reads this cookie by itself and answers 500 to what is no address: refused, and removed. */
export function requireSaneCallbackCookie(headers: Headers, answerHeaders: Headers): void {
  for (const name of callbackCookies) {
    const values = readCookies(headers.get("cookie"), name);
    if (values.every((value) => value !== null && (ownPath.test(value) || isHttpAddress(value)))) continue;
    answerHeaders.append("set-cookie", `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
    throw coreErrors.malformed_request({ detail: "A cookie holds no address. It was removed; try again." });
  }
}

/**
 * The Cookie header without addresses to return to: sign-in sends its own, and two of them are an error to next-auth.
 */
export function withoutCallbackCookies(header: string | null): string {
  const parts = (header ?? "").split(";").map((part) => part.trim());
  return parts.filter((part) => !callbackCookies.includes(part.split("=")[0] ?? "")).join("; ");
}

function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** The body without an address to return to that is not a path of ours. */
export function withoutForeignCallback(body: Record<string, unknown>): Record<string, unknown> {
  const { callbackUrl, ...rest } = body;
  return typeof callbackUrl === "string" && ownPath.test(callbackUrl) ? body : rest;
}
