import type { Actor, RequestOrigin } from "@/lib/access/actor";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { actorOfSession } from "@/lib/auth/sessions/sessions";
import { actorOfToken } from "@/lib/auth/tokens/tokens";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { clientAddress } from "./client-address";

export function requestOrigin(headers: Headers, requestId: string | null): RequestOrigin {
  return { ip: clientAddress(headers), userAgent: headers.get("user-agent"), requestId };
}

/** The value of one cookie, the first of its name; parsed by hand, since it is on the path of every request. */
export function readCookie(header: string | null, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return decodeCookie(value.join("="));
  }
  return null;
}

/** The values of every cookie of this name; null for one that cannot be decoded. */
export function readCookies(header: string | null, name: string): (string | null)[] {
  return (header?.split(";") ?? [])
    .map((part) => part.trim().split("="))
    .filter(([key]) => key === name)
    .map(([, ...value]) => decodeCookie(value.join("=")));
}

function decodeCookie(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

export type Caller = { actor: Actor; by: "cookie" | "bearer" };

/**
 * Who calls: a bearer token when one is sent, else the session cookie; null for nobody. A bad bearer is refused. `basic`:
 * the token may also be the password of HTTP Basic (RFC 7617), with any user name.
 */
export async function authenticate(
  headers: Headers,
  origin: RequestOrigin,
  { basic = false }: { basic?: boolean | undefined } = {},
): Promise<Caller | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer ([\w.-]{1,256})$/i.exec(authorization)?.[1] ?? (basic ? basicToken(authorization) : null);
    if (!token) throw coreErrors.malformed_request({ detail: "Send the header as: Authorization: Bearer lnt_…" });
    const actor = await actorOfToken(token, origin);
    if (!actor) throw coreErrors.unauthenticated({ detail: "The token is not valid: unknown, expired or revoked." });
    return { actor, by: "bearer" };
  }
  const token = readCookie(headers.get("cookie"), sessionCookieName());
  if (!token) return null;
  const actor = await actorOfSession(token, origin);
  return actor && { actor, by: "cookie" };
}

function basicToken(authorization: string): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/]{1,700}={0,2})$/i.exec(authorization)?.[1] ?? "";
  return /^[^:]*:(lnt_[\w.-]{1,250})$/.exec(Buffer.from(encoded, "base64").toString())?.[1] ?? null;
}

/**
 * Whether a browser says that the request comes from the panel's own pages: Fetch Metadata, or an Origin that is the
 * host asked or NEXTAUTH_URL. A request without evidence counts as cross-site.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  if (origin === null) return false;
  if (origin === new URL(env().NEXTAUTH_URL).origin) return true;
  try {
    return new URL(origin).host === headers.get("host");
  } catch {
    return false;
  }
}
