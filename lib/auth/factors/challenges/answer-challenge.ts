import { type RequestOrigin, systemActor } from "@/lib/access/actor";
import { findDeviceOf } from "@/lib/auth/sessions/known-devices";
import { type Tx, transaction } from "@/lib/db/transaction";
import { announceFactorChange } from "../announce";
import type { FactorMethod } from "../contract";
import { factorErrors } from "../errors";
import type { FactorAnswer } from "../kinds/kind";
import { factorKinds } from "../kinds/registry";
import { type Challenge, consumeChallenge, stillStands, takeAttempt } from "./challenges";

/** Ten wrong codes an hour lock a factor of a user (not the account); passed in by the caller. */
export type FactorLimits = { attempt(subject: string): Promise<void>; uncount(subject: string): Promise<void> };

export type Answered = { method: FactorMethod } & FactorAnswer;
/** `deviceToken`: a browser that the account knows has attempts of its own, which nobody else can use up. */
export type AnswerContext = { limits: FactorLimits; origin: RequestOrigin; deviceToken: string | null };

/**
 * Answers a challenge with a second factor. What it opens (`then`: the session, the fresh confirmation) is written in
 * the transaction that uses the code and the challenge up, so that of any number of tries in any number of processes
 * one succeeds. Throws `challenge_over`, `code_invalid`, `rate_limited`.
 */
export async function answerChallenge<T>(
  challenge: Challenge & { userId: string },
  answer: Answered,
  { limits, origin, deviceToken }: AnswerContext,
  then: (tx: Tx, amr: string) => Promise<T>,
): Promise<T> {
  const kind = factorKinds[answer.method];
  await takeAttempt(challenge.id);
  // Separate for sign-ins and step-ups: wrong codes for one do not lock the other.
  const prefix = challenge.purpose === "sign_in" ? "" : `${challenge.purpose}:`;
  const device = await findDeviceOf(challenge.userId, deviceToken);
  const subject = `${prefix}${answer.method}:${challenge.userId}${device ? `:${device}` : ""}`;
  if (kind.guessable) await limits.attempt(subject);
  const claim = await kind.examine({ userId: challenge.userId, challenge }, answer);
  if (!claim) throw factorErrors.code_invalid();
  const result = await transaction(async (tx) => {
    if (!(await claim(tx)) || !(await consumeChallenge(tx, challenge.id))) throw factorErrors.code_invalid();
    if (!(await stillStands(tx, challenge.id))) throw factorErrors.challenge_over();
    // Backup codes are for emergencies: the owner is notified of each one, also from a device that the account knows.
    if (answer.method === "backup_code") await announceBackupCode(tx, challenge.userId, origin);
    return then(tx, kind.amr);
  });
  if (kind.guessable) await limits.uncount(subject);
  return result;
}

async function announceBackupCode(tx: Tx, userId: string, origin: RequestOrigin): Promise<void> {
  const actor = { ...systemActor, kind: "user" as const, userId, origin };
  await announceFactorChange(tx, { change: "backup_code_used", userId, method: "backup_code", actor });
}
