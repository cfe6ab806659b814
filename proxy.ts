import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/core/env";
import { pathHeader } from "@/lib/http/pages/page-path";
import { pagePolicy, realtimeSources } from "@/lib/http/security-headers";
import { publicRealtimeConfig } from "@/lib/realtime/publisher";

/**
 * The content security policy of every page, with a new nonce that Next adds to its own scripts. Not an access check:
 * pages and routes check the session themselves. All other headers are set by our server entry.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const realtime = realtimeSources(publicRealtimeConfig(env(), request.headers.get("host") ?? undefined));
  const policy = pagePolicy(nonce, process.env.NODE_ENV === "development", realtime);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [
    "/((?!api/|_next/static|_next/image|icons/|favicon.ico|icon.svg|manifest.webmanifest|robots.txt|sw\\.js$|offline$|\\.well-known/).*)",
  ],
};
