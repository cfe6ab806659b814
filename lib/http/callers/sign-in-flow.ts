import { signInBody } from "@/lib/auth/contract";
import {
  challengeCookie,
  challengeCookieName,
  clearCookie,
  deviceCookie,
  deviceCookieName,
  sessionCookie,
  sessionCookieName,
} from "@/lib/auth/sessions/cookies";
import { type SignedIn, type SignInResult, signIn, type Visit } from "@/lib/auth/sign-in/sign-in";
import { sql } from "@/lib/db/transaction";
import { findPanelLogin } from "@/lib/game-servers/credentials/credentials";
import { countSignIn, factorLimits } from "../limits/sign-in-limits";
import { readCookie, requestOrigin } from "./authenticate";

/** What next-auth's own flow and the JSON routes share: counting, signing in, and the cookies of the outcome. */
export function readVisit(request: Request, requestId: string | null): Visit {
  const cookie = request.headers.get("cookie");
  return {
    origin: requestOrigin(request.headers, requestId),
    previousToken: readCookie(cookie, sessionCookieName()),
    deviceToken: readCookie(cookie, deviceCookieName()),
    challengeToken: readCookie(cookie, challengeCookieName()),
  };
}

/**
 * The account that will be checked, and no other spelling of it: the counted account and the checked one must be the
 * same.
 */
function accountOf(credentials: unknown): string {
  const parsed = signInBody.safeParse(credentials);
  return parsed.success ? parsed.data.email : "";
}

export type CountedSignIn = () => Promise<SignInResult>;

/** Counts the attempt, which may throw `rate_limited`; the returned function then signs in, and uncounts a success. */
export async function prepareSignIn(visit: Visit, credentials: unknown, headers?: Headers): Promise<CountedSignIn> {
  const { origin, deviceToken } = visit;
  const account = accountOf(credentials);
  const { uncount, watched } = await countSignIn({ account, origin, deviceToken }, headers);
  return async () => {
    const panelLogins = (username: string) => findPanelLogin(sql(), username);
    const result = await signIn(credentials, { ...visit, watched }, { factorLimits, panelLogins });
    if (result.outcome === "signed_in") await uncount();
    return result;
  };
}

/** Set-Cookie values of a session that was just opened; the challenge has done its work. */
export function cookiesOfSession(session: SignedIn): string[] {
  return [
    sessionCookie(session.token, session.remember),
    clearCookie(challengeCookieName()),
    ...(session.deviceToken ? [deviceCookie(session.deviceToken)] : []),
  ];
}

export function cookiesOf(result: SignInResult): string[] {
  if (result.outcome === "signed_in") return cookiesOfSession(result.session);
  return result.outcome === "two_factor_required" ? [challengeCookie(result.challengeToken)] : [];
}
