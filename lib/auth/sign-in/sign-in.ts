import type { RequestOrigin } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/actor";
import { pseudonym } from "@/lib/audit/audit-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { secretsEqual } from "@/lib/core/encryption/crypto";
import { env } from "@/lib/core/env";
import { sql, transaction } from "@/lib/db/transaction";
import { isVerificationRequired } from "../accounts/verify-email";
import { signInBody } from "../contract";
import { canUseEmailFallback, queueWatchedSignInAlert } from "../detection/email-fallback";
import { recordAttempt } from "../detection/record-attempt";
import { refuseWhileRestricted } from "../detection/sign-in-restrictions";
import { answerChallenge, type FactorLimits } from "../factors/challenges/answer-challenge";
import {
  type Challenge,
  challengeAttempts,
  challengeOfToken,
  createCookieChallenge,
} from "../factors/challenges/challenges";
import type { FactorMethod } from "../factors/contract";
import { factorErrors } from "../factors/errors";
import { usableMethods } from "../factors/methods";
import { hashPassword, hasOtherCost, verifyPassword } from "../passwords/password";
import { type OpenedSession, type Opening, openSession } from "../sessions/open-session";

/** Finds a server's panel login; passed in, since servers belong to another module. */
export type PanelLogins = (username: string) => Promise<{ serverId: string; ownerId: string; password: string } | null>;

export type SignInPorts = { factorLimits: FactorLimits; panelLogins: PanelLogins };

/** Cookies and origin of the request. */
export type Visit = {
  origin: RequestOrigin;
  previousToken: string | null;
  deviceToken: string | null;
  challengeToken: string | null;
  /** Sign-ins from this network need a second factor, or a code by e-mail as the fallback (lib/auth/detection). */
  watched?: boolean;
};

export type SignedIn = OpenedSession & { userId: string; remember: boolean };
export type SignInResult =
  | { outcome: "signed_in"; session: SignedIn }
  | { outcome: "invalid_credentials" }
  | { outcome: "two_factor_required"; challengeToken: string; methods: FactorMethod[] };

/** A server's panel login: no address looks like this. */
const panelUsername = /^srv-[0-9a-z]{1,32}$/;

type Found = { userId: string; resourceId: string | null };

/**
 * Checks e-mail and password, or a server's panel login (`srv-…`), then the second factor where there is one: with
 * `code` and `method` in the same call, or in a second step that the returned challenge opens. Unknown, wrong,
 * unconfirmed and disabled look the same, run the same statements and take the same time. Limits are the caller's,
 * before this. Throws `code_invalid`, `challenge_over`, `rate_limited` about the code.
 */
export async function signIn(credentials: unknown, visit: Visit, ports: SignInPorts): Promise<SignInResult> {
  // next-auth passes on any JSON that the client sent: objects and arrays are refused here.
  const parsed = signInBody.safeParse(credentials);
  if (!parsed.success) return { outcome: "invalid_credentials" };
  const { password, code, method } = parsed.data;
  const account = parsed.data.email.toLowerCase();
  const found = panelUsername.test(account)
    ? await checkPanelLogin(account, password, ports.panelLogins)
    : await checkPassword(account, password);
  if (!found) return refuse(visit, account);
  const remember = parsed.data.remember ?? false;
  const opening = { ...found, visit, remember };
  // A panel login belongs to a game server: there is no person with a second factor.
  const methods = found.resourceId ? [] : await usableMethods(found.userId, sql());
  const usesEmailFallback =
    methods.length === 0 && !found.resourceId && visit.watched && (await canUseEmailFallback(found.userId));
  if (usesEmailFallback) methods.push("email");
  if (methods.length === 0) return { outcome: "signed_in", session: await openWithPassword(opening) };
  if (code === undefined) return ask(opening, methods, usesEmailFallback);
  const challenge = await challengeFor(opening);
  const answer = { method: method ?? guessMethod(code, methods), code };
  const session = await answerChallenge(
    challenge,
    answer,
    { limits: ports.factorLimits, origin: visit.origin, deviceToken: visit.deviceToken },
    (tx, amr) => openSession(tx, openingOf(opening, ["pwd", amr])).then(signedIn(opening)),
  ).catch((error: unknown) => auditFailedFactor(error, opening, answer.method));
  record(opening, "succeeded", answer.method, session.id);
  return { outcome: "signed_in", session };
}

/** The second step: answers the challenge of the cookie. */
export async function signInWithFactor(
  visit: Visit,
  answer: { method: FactorMethod; code?: string | undefined; credential?: unknown },
  limits: FactorLimits,
): Promise<SignedIn & { email: string }> {
  const challenge = await challengeOfToken(visit.challengeToken, "sign_in");
  if (!challenge?.userId) throw factorErrors.challenge_over();
  const { userId, remember } = challenge;
  await refuseWhileRestricted(userId, visit);
  const opening = { userId, resourceId: null, visit, remember };
  const { origin, deviceToken } = visit;
  const session = await answerChallenge({ ...challenge, userId }, answer, { limits, origin, deviceToken }, (tx, amr) =>
    openSession(tx, openingOf(opening, ["pwd", amr])).then(signedIn(opening)),
  ).catch((error: unknown) => auditFailedFactor(error, opening, answer.method));
  record(opening, "succeeded", answer.method, session.id);
  const user = await sql().prisma.user.findUnique({ where: { id: userId }, select: { email: true } });
  return { ...session, email: user?.email ?? "" };
}

type Opened = Found & { visit: Visit; remember: boolean };

export function openingOf({ userId, resourceId, visit, remember }: Opened, amr: string[]): Opening {
  const { origin, previousToken, deviceToken } = visit;
  const withFactor = amr.length > 1 || amr[0] === "hwk";
  return { userId, scopeResourceId: resourceId, origin, remember, amr, withFactor, previousToken, deviceToken };
}

const signedIn =
  ({ userId, remember }: Opened) =>
  (session: OpenedSession): SignedIn => ({ ...session, userId, remember });

/** Evidence for detection; nothing waits for it. */
function record(
  { userId, visit }: Opened,
  outcome: "succeeded" | "factor_asked" | "factor_wrong",
  method: string,
  sessionId?: string,
): void {
  const { origin, deviceToken } = visit;
  recordAttempt({ account: null, userId, origin, deviceToken, outcome, method, sessionId });
}

/** A panel login belongs to a game server: its sign-ins are recorded as events of the server. */
async function openWithPassword(opening: Opened): Promise<SignedIn> {
  const session = await transaction(async (tx) => {
    const opened = await openSession(tx, openingOf(opening, ["pwd"]));
    if (opening.visit.watched && !opening.resourceId)
      await queueWatchedSignInAlert(tx, opening.userId, opening.visit.origin);
    return opened;
  });
  if (!opening.resourceId) record(opening, "succeeded", "pwd", session.id);
  return signedIn(opening)(session);
}

async function refuse(visit: Visit, account: string): Promise<SignInResult> {
  const method = panelUsername.test(account) ? "panel" : "pwd";
  recordAttempt({ account, origin: visit.origin, deviceToken: visit.deviceToken, outcome: "refused", method });
  const actor = { ...systemActor, kind: "user" as const, origin: visit.origin };
  const event = {
    action: "session.refused",
    targetKind: "user",
    targetId: null,
    detail: { account: pseudonym(account) },
  };
  await recordAudit(sql(), actor, event);
  return { outcome: "invalid_credentials" };
}

async function auditFailedFactor(error: unknown, opened: Opened, method: string): Promise<never> {
  const { userId, visit } = opened;
  record(opened, "factor_wrong", method);
  const actor = { ...systemActor, kind: "user" as const, userId, origin: visit.origin };
  const event = { action: "session.factor_refused", targetKind: "user", targetId: userId, detail: { method } };
  await recordAudit(sql(), actor, event);
  throw error;
}

async function ask(opening: Opened, methods: FactorMethod[], isEmailFallback = false): Promise<SignInResult> {
  record(opening, "factor_asked", "pwd");
  const { token } = await createCookieChallenge(sql(), {
    purpose: "sign_in",
    userId: opening.userId,
    remember: opening.remember,
    isEmailFallback,
  });
  return { outcome: "two_factor_required", challengeToken: token, methods };
}

/** The open challenge, whose sent code may be the answer; else a new one for this attempt. */
async function challengeFor({ userId, visit }: Opened): Promise<Challenge & { userId: string }> {
  const presented = await challengeOfToken(visit.challengeToken, "sign_in");
  if (presented?.userId === userId && presented.attempts < challengeAttempts) return { ...presented, userId };
  const { token } = await createCookieChallenge(sql(), { purpose: "sign_in", userId });
  const made = await challengeOfToken(token, "sign_in");
  if (!made) throw factorErrors.challenge_over();
  return { ...made, userId };
}

/** Six digits are an authenticator's when there is one; anything else is meant as a backup code. */
function guessMethod(code: string, methods: FactorMethod[]): FactorMethod {
  const digits = /^\d{6,8}$/.test(code);
  const order: FactorMethod[] = digits ? ["totp", "sms", "email"] : ["backup_code"];
  return order.find((method) => methods.includes(method)) ?? "backup_code";
}

async function checkPassword(email: string, password: string): Promise<Found | null> {
  const user = await sql().prisma.user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, disabledAt: true, emailVerifiedAt: true },
  });
  const stored = user?.passwordHash ?? null;
  const fits = await verifyPassword(password, stored, env());
  if (!fits || !user || user.disabledAt || (isVerificationRequired() && !user.emailVerifiedAt)) return null;
  if (stored && hasOtherCost(stored, env())) await replaceHash(user.id, password, stored);
  return { userId: user.id, resourceId: null };
}

/** The same password at the present cost, unless it was changed meanwhile. */
async function replaceHash(id: string, password: string, stored: string): Promise<void> {
  const passwordHash = await hashPassword(password, env());
  await sql().prisma.user.updateMany({ where: { id, passwordHash: stored }, data: { passwordHash } });
}

async function checkPanelLogin(username: string, password: string, panelLogins: PanelLogins): Promise<Found | null> {
  const login = await panelLogins(username);
  const fits = secretsEqual(password, login?.password ?? "");
  return login && fits ? { userId: login.ownerId, resourceId: login.serverId } : null;
}
