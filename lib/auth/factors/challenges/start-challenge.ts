import type { Actor, RequestOrigin } from "@/lib/access/actor";
import { recordAttempt } from "@/lib/auth/detection/record-attempt";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import type { FactorMethod } from "../contract";
import { factorErrors } from "../errors";
import { factorKinds } from "../kinds/registry";
import { usableMethods } from "../methods";
import { requirePerson } from "../require-person";
import { type Challenge, challengeOfToken, createOwnChallenge } from "./challenges";

/** Cookies and origin of the request. */
export type ChallengeVisit = { challengeToken: string | null; deviceToken: string | null; origin: RequestOrigin };

export type ChallengeView = { method: FactorMethod; expiresAt: string; sentTo?: string; options?: unknown };

/** The methods for a sign-in in progress; `challenge_over` when its cookie holds none. */
export async function pendingSignIn(token: string | null): Promise<{ methods: FactorMethod[]; expiresAt: string }> {
  const challenge = await challengeOfToken(token, "sign_in");
  if (!challenge?.userId) throw factorErrors.challenge_over();
  return { methods: await methodsOf(challenge, challenge.userId), expiresAt: challenge.expiresAt.toISOString() };
}

/**
 * Prepares one factor: sends its code, or makes the browser's options. For somebody who is signed in a new step-up
 * begins; else the sign-in of the cookie continues. Throws `factor_not_set_up`, `challenge_over`, `code_sent_recently`.
 */
export async function startChallenge(
  actor: Actor,
  input: { method: FactorMethod; purpose?: "sign_in" | "step_up" | undefined },
  visit: ChallengeVisit,
): Promise<ChallengeView> {
  const purpose = input.purpose ?? (actor.userId ? "step_up" : "sign_in");
  const challenge =
    purpose === "step_up" ? await stepUpChallenge(actor) : await challengeOfToken(visit.challengeToken, "sign_in");
  if (!challenge?.userId) throw factorErrors.challenge_over();
  const { userId } = challenge;
  if (!(await methodsOf(challenge, userId)).includes(input.method)) throw factorErrors.factor_not_set_up();
  const prepared = await factorKinds[input.method].prepare?.({ userId, challenge });
  if (purpose === "sign_in" && prepared?.sentTo) recordSentCode(userId, visit, input.method);
  return { method: input.method, expiresAt: challenge.expiresAt.toISOString(), ...prepared };
}

/** The account's own factors; where it has none, e-mail if the fallback is allowed. */
async function methodsOf(challenge: Challenge, userId: string): Promise<FactorMethod[]> {
  const methods = await usableMethods(userId, sql());
  return methods.length === 0 && challenge.isEmailFallback ? ["email"] : methods;
}

function recordSentCode(userId: string, { origin, deviceToken }: ChallengeVisit, method: FactorMethod): void {
  recordAttempt({ account: null, userId, origin, deviceToken, outcome: "factor_sent", method });
}

async function stepUpChallenge(actor: Actor): Promise<Challenge> {
  const { sessionId } = actor;
  if (!actor.userId) throw coreErrors.unauthenticated();
  const userId = requirePerson(actor);
  if (!sessionId) throw coreErrors.unauthenticated();
  return createOwnChallenge(sql(), { purpose: "step_up", userId, sessionId });
}
