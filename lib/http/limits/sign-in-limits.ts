import type { RequestOrigin } from "@/lib/access/actor";
import { accountHash, recordAttempt } from "@/lib/auth/detection/record-attempt";
import { loadSignInRestrictions, restrictionInForce } from "@/lib/auth/detection/sign-in-restrictions";
import type { FactorLimits } from "@/lib/auth/factors/challenges/answer-challenge";
import { findKnownDevice } from "@/lib/auth/sessions/known-devices";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { networkOf } from "@/lib/core/networks";
import { limitSubject } from "../callers/client-address";
import { enforceLimit, enforceLimits, type LimitClass, limitClasses, uncountRequest, waitOf } from "./rate-limit";

/** An attempt: the account as typed, its origin, and the token of the device. */
export type SignInAttempt = { account: string; origin: RequestOrigin; deviceToken: string | null };

/** `uncount` takes back a success; `watched`: sign-ins from there need a second factor. */
export type CountedAttempt = { uncount: () => Promise<void>; watched: boolean };

/**
 * Counts an attempt to sign in: five in 15 minutes per account and per address, one a minute where detection slows
 * down; throws `rate_limited`, also where detection blocks or locks, and any error of the database (no count, no
 * sign-in). A browser the account has signed in from before has a bucket of its own instead and no restrictions, so
 * that unknown clients that try passwords cannot lock the owner out.
 */
export async function countSignIn(attempt: SignInAttempt, headers?: Headers): Promise<CountedAttempt> {
  const account = attempt.account.trim().toLowerCase();
  const { ip } = attempt.origin;
  const restrictions = await loadSignInRestrictions({ account, ip, deviceToken: attempt.deviceToken });
  const restriction = restrictionInForce(restrictions);
  const subjects = restrictions.deviceId
    ? [`device:${restrictions.deviceId}`]
    : [`account:${account}`, `address:${limitSubject(ip)}`];
  if (restriction) {
    recordAttempt({ ...attempt, outcome: "blocked" });
    // The limits may last longer than the measure: Retry-After must be right for both.
    const waits = await Promise.all(subjects.map((subject) => waitOf(limitClasses.signIn, subject)));
    throw coreErrors.rate_limited({
      detail: restriction.reason,
      retryAfterSeconds: Math.max(restriction.seconds, ...waits),
    });
  }
  const applied: { limitClass: LimitClass; subject: string }[] = subjects.map((subject) => ({
    limitClass: limitClasses.signIn,
    subject,
  }));
  if (restrictions.measures.slow)
    applied.push({ limitClass: limitClasses.slowed, subject: `${networkOf(ip)}:${accountHash(account)}` });
  try {
    await enforceLimits(applied, headers);
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") recordAttempt({ ...attempt, outcome: "limited" });
    throw error;
  }
  const uncount = async () => {
    for (const subject of subjects) await uncountRequest(limitClasses.signIn, subject);
  };
  return { uncount, watched: restrictions.measures.challenge !== undefined };
}

/** Ten wrong codes an hour per user and factor; a correct one is uncounted. */
export const factorLimits: FactorLimits = {
  attempt: (subject) => enforceLimit(limitClasses.factor, subject),
  uncount: (subject) => uncountRequest(limitClasses.factor, subject),
};

/** Uncounts the attempt of a sign-in whose second step has just succeeded. */
export async function forgiveSignIn(visit: {
  email: string;
  ip: string | null;
  deviceToken: string | null;
}): Promise<void> {
  const account = visit.email.toLowerCase();
  const device = await findKnownDevice(account, visit.deviceToken);
  const subjects = device ? [`device:${device}`] : [`account:${account}`, `address:${limitSubject(visit.ip)}`];
  for (const subject of subjects) await uncountRequest(limitClasses.signIn, subject);
}
