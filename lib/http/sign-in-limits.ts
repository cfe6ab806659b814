import type { RequestOrigin } from "@/lib/access/actor";
import { lookAtDoor, shutOut } from "@/lib/auth/detection/door";
import { accountHash, recordAttempt } from "@/lib/auth/detection/record-attempt";
import type { FactorLimits } from "@/lib/auth/factors/answer-challenge";
import { findKnownDevice } from "@/lib/auth/sessions/known-devices";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { networkOf } from "@/lib/core/networks";
import { limitSubject } from "./client-address";
import { enforceLimit, enforceLimits, forgiveRequest, type LimitClass, limitClasses, waitOf } from "./rate-limit";

/** Whose attempt it is: the account as typed, where from, and the browser's own mark. */
export type SignInAttempt = { account: string; origin: RequestOrigin; deviceToken: string | null };

/** What takes a success back, and whether sign-ins from there need a second factor. */
export type CountedAttempt = { forgive: () => Promise<void>; watched: boolean };

/**
 * Counts an attempt to sign in: five in 15 minutes per account and per address, one a minute where detection slows down;
 * throws `rate_limited`, also where detection shuts out, and whatever the database throws when it is away (no count, no
 * sign-in). A browser the account has signed in from before has a bucket of its own instead and is shut out of nothing, so
 * that strangers who try passwords cannot lock the owner out.
 */
export async function countSignIn(attempt: SignInAttempt, headers?: Headers): Promise<CountedAttempt> {
  const account = attempt.account.trim().toLowerCase();
  const { ip } = attempt.origin;
  const door = await lookAtDoor({ account, ip, deviceToken: attempt.deviceToken });
  const shut = shutOut(door);
  const subjects = door.deviceId ? [`device:${door.deviceId}`] : [`account:${account}`, `address:${limitSubject(ip)}`];
  if (shut) {
    recordAttempt({ ...attempt, outcome: "blocked" });
    // The limits go on after the measure has ended: the time must be true for both.
    const waits = await Promise.all(subjects.map((subject) => waitOf(limitClasses.signIn, subject)));
    throw coreErrors.rate_limited({ detail: shut.reason, retryAfterSeconds: Math.max(shut.seconds, ...waits) });
  }
  const applied: { limitClass: LimitClass; subject: string }[] = subjects.map((subject) => ({
    limitClass: limitClasses.signIn,
    subject,
  }));
  if (door.measures.slow)
    applied.push({ limitClass: limitClasses.slowed, subject: `${networkOf(ip)}:${accountHash(account)}` });
  try {
    await enforceLimits(applied, headers);
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") recordAttempt({ ...attempt, outcome: "limited" });
    throw error;
  }
  const forgive = async () => {
    for (const subject of subjects) await forgiveRequest(limitClasses.signIn, subject);
  };
  return { forgive, watched: door.measures.challenge !== undefined };
}

/** Ten wrong codes an hour per user and factor; a right one is taken back. */
export const factorLimits: FactorLimits = {
  attempt: (subject) => enforceLimit(limitClasses.factor, subject),
  forgive: (subject) => forgiveRequest(limitClasses.factor, subject),
};

/** Takes the attempt of a sign-in back whose second step has just succeeded. */
export async function forgiveSignIn(visit: {
  email: string;
  ip: string | null;
  deviceToken: string | null;
}): Promise<void> {
  const account = visit.email.toLowerCase();
  const device = await findKnownDevice(account, visit.deviceToken);
  const subjects = device ? [`device:${device}`] : [`account:${account}`, `address:${limitSubject(visit.ip)}`];
  for (const subject of subjects) await forgiveRequest(limitClasses.signIn, subject);
}
