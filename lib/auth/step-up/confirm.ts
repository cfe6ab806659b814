import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { answerChallenge, type FactorLimits } from "../factors/challenges/answer-challenge";
import { type Challenge, createOwnChallenge, ownChallenge } from "../factors/challenges/challenges";
import type { ConfirmationMethod } from "../factors/contract";
import { factorErrors } from "../factors/errors";
import { confirmationMethods } from "../factors/methods";
import { requirePassword } from "../passwords/change-password";
import { type Proof, rotateSession } from "../sessions/rotate-session";
import { confirmedForSeconds } from "./require-confirmation";

export type Confirmation = {
  method: ConfirmationMethod;
  code?: string | undefined;
  credential?: unknown;
  password?: string | undefined;
};

export type Confirmed = { confirmedUntil: string; cookie: string };

/**
 * Step-up authentication of a session; valid for ten minutes, and gives the session a new token. With the password only
 * for those who have no second factor. Throws `code_invalid`, `challenge_over`, `wrong_password`, `rate_limited`.
 */
export async function confirm(actor: Actor, input: Confirmation, limits: FactorLimits): Promise<Confirmed> {
  const { userId, sessionId } = actor;
  if (actor.kind !== "user" || !userId || !sessionId) {
    throw coreErrors.forbidden({ detail: "Only a signed-in person can confirm." });
  }
  const { method } = input;
  if (!(await confirmationMethods(userId)).includes(method)) throw factorErrors.factor_not_set_up();
  if (method === "password") {
    await limits.attempt(`password:${userId}`);
    await requirePassword(actor, input.password ?? "");
    await limits.uncount(`password:${userId}`);
    return transaction((tx) => renew(tx, actor, sessionId, method));
  }
  const challenge = await currentChallenge(userId, sessionId);
  const answer = { method, code: input.code, credential: input.credential };
  const context = { limits, origin: actor.origin, deviceToken: null };
  return answerChallenge(challenge, answer, context, (tx) => renew(tx, actor, sessionId, method)).catch(
    async (error: unknown) => {
      const event = { action: "session.factor_refused", targetKind: "user", targetId: userId, detail: { method } };
      await recordAudit(sql(), actor, event);
      throw error;
    },
  );
}

/** The open step-up, also when its attempts are used up; a new one when there is none. */
async function currentChallenge(userId: string, sessionId: string): Promise<Challenge & { userId: string }> {
  const existing = await ownChallenge(userId, sessionId, "step_up");
  const challenge = existing ?? (await createOwnChallenge(sql(), { purpose: "step_up", userId, sessionId }));
  return { ...challenge, userId };
}

async function renew(tx: Tx, actor: Actor, sessionId: string, method: ConfirmationMethod): Promise<Confirmed> {
  const proof: Proof = method === "password" ? "password" : "factor";
  const cookie = await rotateSession(tx, sessionId, proof);
  if (!cookie) throw coreErrors.unauthenticated();
  const event = { action: "session.confirmed", targetKind: "session", targetId: sessionId, detail: { method } };
  await recordAudit(tx, actor, event);
  return { confirmedUntil: new Date(Date.now() + confirmedForSeconds * 1000).toISOString(), cookie };
}
