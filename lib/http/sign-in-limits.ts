import type { FactorLimits } from "@/lib/auth/factors/answer-challenge";
import { findKnownDevice } from "@/lib/auth/sessions/known-devices";
import { limitSubject } from "./client-address";
import { enforceLimit, forgiveRequest, limitClasses } from "./rate-limit";

/** Whose attempt it is: the account as typed, where from, and the browser's own mark. */
export type SignInAttempt = { account: string; ip: string | null; deviceToken: string | null };

/**
 * Counts an attempt to sign in: five in 15 minutes per account and per address; throws `rate_limited`, and whatever the
 * database throws when it is away (no count, no sign-in). A browser the account has signed in from before has a bucket of
 * its own instead, so that strangers who try passwords cannot lock the owner out. Returns what takes a success back.
 */
export async function countSignIn(attempt: SignInAttempt, headers?: Headers): Promise<() => Promise<void>> {
  const account = attempt.account.trim().toLowerCase();
  const device = await findKnownDevice(account, attempt.deviceToken);
  const subjects = device ? [`device:${device}`] : [`account:${account}`, `address:${limitSubject(attempt.ip)}`];
  for (const subject of subjects) await enforceLimit(limitClasses.signIn, subject, headers);
  return async () => {
    for (const subject of subjects) await forgiveRequest(limitClasses.signIn, subject);
  };
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
