import type { RequestOrigin } from "@/lib/access/actor";
import { sha256 } from "@/lib/core/crypto";
import { coreErrors } from "@/lib/core/errors";
import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { deviceTokenForm } from "../sessions/known-devices";
import type { Measure } from "./contract";
import { accountHash, recordAttempt } from "./record-attempt";

/**
 * What stands at the door of signing in: measures against a network, an account, or both. Whoever brings the cookie of a
 * browser that the account knows passes all of them, and nothing here touches a session, a passkey or a reset by mail, so
 * that no attacker can have the owner kept out. Accounts that do not exist are locked like those that do.
 */
export type Door = {
  /** The device whose cookie this is, if the account knows it. */
  deviceId: string | null;
  /** Seconds until each measure ends; empty for a known device. */
  measures: Partial<Record<Measure, number>>;
};

export type Knock = { account: string; ip: string | null; deviceToken: string | null };

type Row = { deviceId: string | null; measures: Partial<Record<Measure, number>> };

// Who presses for a second factor has the password and lacks the factor. The owner has both: a lock for this reason lets
// the right factor in from everywhere, and asks for one (or the mailbox) in any case.
const effective = "CASE WHEN n.measure = 'lock' AND s.kind = 'factor_fatigue' THEN 'challenge' ELSE n.measure END";
const columns = `
  (SELECT d.id FROM known_device d JOIN app_user u ON u.id = d.user_id WHERE u.email = $1 AND d.token_hash = $2) AS "deviceId",
  (SELECT coalesce(jsonb_object_agg(b.measure, b.seconds), '{}') FROM (
     SELECT ${effective} AS measure, ceil(extract(epoch FROM max(n.until) - now()))::int AS seconds
     FROM network_block n LEFT JOIN security_signal s ON s.id = n.signal_id
     WHERE n.until > now() AND (n.network, n.account_hash) IN (($3, $4), ($3, ''), ('', $4))
     GROUP BY 1) b) AS measures`;

/** One statement, the same for every account. Throws when the database is away: no answer, no sign-in. */
export async function lookAtDoor({ account, ip, deviceToken }: Knock): Promise<Door> {
  const token = deviceToken !== null && deviceTokenForm.test(deviceToken) ? sha256(deviceToken) : null;
  // No network has this name, so that an unknown address meets the measures of its account only.
  const network = networkOf(ip) ?? "unknown";
  const values = [account, token, network, accountHash(account)];
  const row = await sql().row<Row>(`SELECT ${columns}`, values, "sign_in_door");
  if (!row) return { deviceId: null, measures: {} };
  return { deviceId: row.deviceId, measures: row.deviceId ? {} : row.measures };
}

/** Whom a measure shuts out, and for how many seconds yet; null: nobody. Pure. */
export function shutOut(door: Door): { reason: string; seconds: number } | null {
  const { block, lock } = door.measures;
  if (lock !== undefined) return { reason: lockText, seconds: lock };
  if (block !== undefined) return { reason: blockText, seconds: block };
  return null;
}

const lockText =
  "For now this account can be opened from browsers it was opened from before, with a passkey, or after resetting its password by mail.";
const blockText =
  "Too many sign-ins failed from this network. Use a browser you have signed in from before, or a passkey, or wait.";

/** The same for the second step, whose password was right already: throws `rate_limited` where the account is shut now. */
export async function refuseWhereShut(
  userId: string,
  visit: { origin: RequestOrigin; deviceToken: string | null },
): Promise<void> {
  const user = await sql().row<{ email: string }>("SELECT email FROM app_user WHERE id = $1", [userId]);
  if (!user) return;
  const { origin, deviceToken } = visit;
  const shut = shutOut(await lookAtDoor({ account: user.email, ip: origin.ip, deviceToken }));
  if (!shut) return;
  recordAttempt({ account: null, userId, origin, deviceToken, outcome: "blocked" });
  throw coreErrors.rate_limited({ detail: shut.reason, retryAfterSeconds: shut.seconds });
}
