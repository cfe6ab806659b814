import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { type Challenge, challengeOfToken, createOwnChallenge } from "./challenges";
import { factorErrors } from "./errors";
import { factorKinds } from "./kinds/registry";
import { type FactorMethod, usableMethods } from "./methods";

export type ChallengeView = { method: FactorMethod; expiresAt: string; sentTo?: string; options?: unknown };

/** What a sign-in under way may be finished with; `challenge_over` when its cookie holds none. */
export async function pendingSignIn(token: string | null): Promise<{ methods: FactorMethod[]; expiresAt: string }> {
  const challenge = await challengeOfToken(token, "sign_in");
  if (!challenge?.userId) throw factorErrors.challenge_over();
  return { methods: await usableMethods(challenge.userId), expiresAt: challenge.expiresAt.toISOString() };
}

/**
 * Prepares one factor: sends its code, or makes the browser's options. For somebody who is signed in a new step-up begins;
 * else the sign-in that the cookie holds goes on. Throws `factor_not_set_up`, `challenge_over`, `code_sent_recently`.
 */
export async function startChallenge(
  actor: Actor,
  input: { method: FactorMethod; purpose?: "sign_in" | "step_up" | undefined },
  challengeToken: string | null,
): Promise<ChallengeView> {
  const purpose = input.purpose ?? (actor.userId ? "step_up" : "sign_in");
  const challenge =
    purpose === "step_up" ? await stepUpChallenge(actor) : await challengeOfToken(challengeToken, "sign_in");
  if (!challenge?.userId) throw factorErrors.challenge_over();
  const { userId } = challenge;
  if (!(await usableMethods(userId)).includes(input.method)) throw factorErrors.factor_not_set_up();
  const prepared = await factorKinds[input.method].prepare?.({ userId, challenge });
  return { method: input.method, expiresAt: challenge.expiresAt.toISOString(), ...prepared };
}

async function stepUpChallenge(actor: Actor): Promise<Challenge> {
  const { userId, sessionId } = actor;
  if (!userId || !sessionId) throw coreErrors.unauthenticated();
  return createOwnChallenge(sql(), { purpose: "step_up", userId, sessionId });
}
