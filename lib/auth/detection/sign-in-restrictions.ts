import type { RequestOrigin } from "@/lib/access/actor";
import { sha256 } from "@/lib/core/encryption/crypto";
import { coreErrors } from "@/lib/core/errors";
import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { deviceTokenForm } from "../sessions/known-devices";
import type { Measure } from "./contract";
import { findRestrictions } from "./detection.sql";
import { accountHash, recordAttempt } from "./record-attempt";

/**
 * Measures that restrict signing in: against a network, an account, or both. A request with the cookie of a browser
 * that the account knows is not restricted, and nothing here affects a session, a passkey or a reset by mail, so that
 * no attacker can lock the owner out. Accounts that do not exist are locked like those that do.
 */
export type SignInRestrictions = {
  /** The device whose cookie this is, if the account knows it. */
  deviceId: string | null;
  /** Seconds until each measure ends; empty for a known device. */
  measures: Partial<Record<Measure, number>>;
};

export type RestrictionQuery = { account: string; ip: string | null; deviceToken: string | null };

/**
 * One statement, the same for every account. Throws when the database is unavailable: without an answer nobody signs
 * in.
 */
export async function loadSignInRestrictions({
  account,
  ip,
  deviceToken,
}: RestrictionQuery): Promise<SignInRestrictions> {
  const token = deviceToken !== null && deviceTokenForm.test(deviceToken) ? sha256(deviceToken) : null;
  // No network has this name, so that only the measures of the account apply to an unknown address.
  const network = networkOf(ip) ?? "unknown";
  const values = [account, token, network, accountHash(account)];
  const row = await sql().row(findRestrictions, values);
  if (!row) return { deviceId: null, measures: {} };
  return { deviceId: row.deviceId, measures: row.deviceId ? {} : row.measures };
}

/** The lock or block in force, with its remaining seconds; null: none. Pure. */
export function restrictionInForce({ measures }: SignInRestrictions): { reason: string; seconds: number } | null {
  const { block, lock } = measures;
  if (lock !== undefined) return { reason: lockText, seconds: lock };
  if (block !== undefined) return { reason: blockText, seconds: block };
  return null;
}

const lockText =
  "This account is locked for now. Sign in from a browser you have used before, with a passkey, or reset the password by mail.";
const blockText =
  "Too many sign-ins failed from this network. Use a browser you have signed in from before, or a passkey, or wait.";

/**
 * The same check for the second step, after a correct password: throws `rate_limited` while the account is restricted.
 */
export async function refuseWhileRestricted(
  userId: string,
  visit: { origin: RequestOrigin; deviceToken: string | null },
): Promise<void> {
  const user = await sql().prisma.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (!user) return;
  const { origin, deviceToken } = visit;
  const restriction = restrictionInForce(
    await loadSignInRestrictions({ account: user.email, ip: origin.ip, deviceToken }),
  );
  if (!restriction) return;
  recordAttempt({ account: null, userId, origin, deviceToken, outcome: "blocked" });
  throw coreErrors.rate_limited({ detail: restriction.reason, retryAfterSeconds: restriction.seconds });
}
