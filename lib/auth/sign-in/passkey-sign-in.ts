import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { isAppError } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { isVerificationRequired } from "../accounts/verify-email";
import { recordAttempt } from "../detection/record-attempt";
import {
  challengeOfToken,
  consumeChallenge,
  createCookieChallenge,
  takeAttempt,
} from "../factors/challenges/challenges";
import { factorErrors } from "../factors/errors";
import { examinePasskey, ownerOfCredential, passkeyOptions } from "../factors/kinds/passkey";
import { openSession } from "../sessions/open-session";
import { openingOf, type SignedIn, type Visit } from "./sign-in";

/**
 * Signing in with a passkey alone: it is something one has, unlocked by something one knows or is, so it counts as both
 * factors. The challenge names no user; the passkey does.
 */
export async function startPasskeySignIn(): Promise<{ token: string; options: unknown }> {
  const { id, token } = await createCookieChallenge(sql(), { purpose: "passkey_sign_in", userId: null });
  return { token, options: await passkeyOptions(id, null) };
}

/** Throws `challenge_over`, or `invalid_credentials` for any problem with the passkey or its account. */
export async function signInWithPasskey(
  visit: Visit,
  input: { credential: unknown; remember: boolean },
): Promise<SignedIn> {
  const challenge = await challengeOfToken(visit.challengeToken, "passkey_sign_in");
  if (!challenge) throw factorErrors.challenge_over();
  await takeAttempt(challenge.id);
  const attempt = { account: null, origin: visit.origin, deviceToken: visit.deviceToken, method: "passkey" };
  const examined = await examinePasskey(challenge, null, input.credential).catch(async (error: unknown) => {
    if (!isAppError(error)) throw error;
    // A copied key, or one without user verification: its owner is known and sees the reason.
    const owner = await ownerOfCredential(input.credential);
    if (owner !== null) recordAttempt({ ...attempt, userId: owner, outcome: "factor_wrong" });
    await auditRefusal(visit, owner, error.code);
    throw error;
  });
  const userId = examined?.userId ?? null;
  const open = userId !== null && (await mayEnter(userId));
  if (!examined || !open) {
    // An unknown passkey is no attempt at any account.
    if (userId) recordAttempt({ ...attempt, userId, outcome: "factor_wrong" });
    await auditRefusal(visit, userId, "invalid_credentials");
    throw factorErrors.invalid_credentials({ detail: "This passkey belongs to no account here." });
  }
  const opened = { userId: examined.userId, resourceId: null, visit, remember: input.remember };
  const session = await transaction(async (tx) => {
    if (!(await examined.claim(tx)) || !(await consumeChallenge(tx, challenge.id))) throw factorErrors.challenge_over();
    return openSession(tx, openingOf(opened, ["hwk"]));
  });
  recordAttempt({ ...attempt, userId: examined.userId, outcome: "succeeded", sessionId: session.id });
  return { ...session, userId: examined.userId, remember: input.remember };
}

async function auditRefusal({ origin }: Visit, userId: string | null, reason: string): Promise<void> {
  const actor = { ...systemActor, kind: "user" as const, userId, origin };
  const detail = { method: "passkey", reason };
  await recordAudit(sql(), actor, { action: "session.refused", targetKind: "user", targetId: userId, detail });
}

async function mayEnter(userId: string): Promise<boolean> {
  const user = await sql().prisma.user.findUnique({
    where: { id: userId, disabledAt: null, ...(isVerificationRequired() ? { emailVerifiedAt: { not: null } } : {}) },
    select: { id: true },
  });
  return user !== null;
}
