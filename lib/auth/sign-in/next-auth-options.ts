import type { AuthOptions, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { RequestOrigin } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { isAppError } from "@/lib/core/errors";
import { factorErrors } from "../factors/errors";
import { lifetimes, sessionCookieName } from "../sessions/cookies";
import { actorOfSession, revokeSessionToken } from "../sessions/sessions";
import type { SignInResult } from "./sign-in";

/**
 * next-auth 4 as the carrier of our sessions: its cookie value is our opaque token (jwt.encode and decode are
 * replaced, so there is no JWT anywhere), and the truth is the session table. To replace next-auth, change this file.
 */
const { absoluteSeconds } = lifetimes.remembered;

declare module "next-auth" {
  interface User {
    sessionToken?: string;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sessionToken?: string;
    serverId?: string;
  }
}

export function nextAuthOptions(
  origin: RequestOrigin,
  checkCredentials: (credentials: unknown) => Promise<SignInResult>,
): AuthOptions {
  const secure = env().NEXTAUTH_URL.startsWith("https://");
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: absoluteSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: absoluteSeconds },
      },
    },
    providers: [
      CredentialsProvider({
        credentials: {
          email: { type: "text" },
          password: { type: "password" },
          code: { type: "text" },
          method: { type: "text" },
        },
        async authorize(credentials) {
          try {
            const result = await checkCredentials(credentials);
            if (result.outcome === "invalid_credentials") return null;
            if (result.outcome === "two_factor_required") throw factorErrors.two_factor_required();
            return { id: result.session.userId, sessionToken: result.session.token };
          } catch (error) {
            // next-auth copies this message into the answer: only ever a code, never an error's own text.
            throw new Error(isAppError(error) ? error.code : "internal_error");
          }
        },
      }),
    ],
    jwt: {
      maxAge: absoluteSeconds,
      encode: async ({ token }) => token?.sessionToken ?? "",
      decode: async ({ token }) => {
        if (!token) return null;
        const actor = await actorOfSession(token, origin);
        if (!actor) return null;
        const { userId, resourceId, name, email } = actor;
        const who = { sub: userId ?? undefined, serverId: resourceId ?? undefined, name, email };
        return { ...who, sessionToken: token };
      },
    },
    callbacks: {
      // `user` is set at sign-in only. What a client sends to `update()` never reaches this far.
      jwt: async ({ token, user }) => {
        // Undefined later, whatever its type says.
        const signedIn: User | undefined = user;
        return signedIn?.sessionToken ? { sub: signedIn.id, sessionToken: signedIn.sessionToken } : token;
      },
      // `serverId`: the one server of a panel login; absent for a person.
      session: async ({ session, token }) => {
        const { sub: id, serverId } = token;
        return { ...session, user: { ...session.user, id, serverId } };
      },
      redirect: async ({ url, baseUrl }) => safeRedirect(url, baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.sessionToken) await revokeSessionToken(token.sessionToken, origin);
      },
    },
    // next-auth's own logger prints whole error objects; refusals are in the audit log, failures in ours.
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  };
}

/** Only paths of the panel; anything else leads to the start page. */
export function safeRedirect(url: string, baseUrl: string): string {
  if (/^\/(?![/\\])/.test(url)) return `${baseUrl}${url}`;
  try {
    return new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl;
  } catch {
    return baseUrl;
  }
}
