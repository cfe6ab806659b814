import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";
import { revokeSessionToken, sessionCookieName } from "@/lib/auth/sessions";
import { signIn } from "@/lib/auth/sign-in";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { findPanelLogin } from "@/lib/game-servers/credentials";
import { readCookie, requestOrigin } from "@/lib/http/authenticate";
import { limitSubject } from "@/lib/http/client-address";
import { signInLimits } from "@/lib/http/sign-in-limits";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own endpoints; our sessions and limits behind them. */
async function handler(request: Request, context: Context): Promise<Response> {
  const origin = requestOrigin(request.headers, newId("request"));
  const limited = { ...origin, ip: limitSubject(origin.ip) };
  const previous = readCookie(request.headers.get("cookie"), sessionCookieName());
  const options = nextAuthOptions(origin, async (credentials) => {
    const result = await signIn(credentials, limited, {
      limits: signInLimits,
      panelLogins: (username) => findPanelLogin(sql(), username),
    });
    // Signing in again ends the session that was presented: a fixed or forgotten one does not live on.
    if ("token" in result && previous) await revokeSessionToken(previous);
    return result;
  });
  return NextAuth(request as never, context as never, options);
}

export { handler as GET, handler as POST };
