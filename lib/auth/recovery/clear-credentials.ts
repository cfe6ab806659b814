import type { Tx } from "@/lib/db/transaction";
import { endLinks } from "../email-links";
import { consumeOpenChallenges } from "../factors/challenges";
import { type RevocationReason, revokeSessionsOf } from "../sessions/revoke-sessions-of";

/**
 * Ends everything that another person may have of an account after its owner proved access to the mailbox: sessions,
 * tokens, known browsers, sign-ins in progress and mailed links. Second factors stay.
 */
export async function endAccess(tx: Tx, userId: string, reason: RevocationReason): Promise<void> {
  await revokeSessionsOf(tx, userId, { reason });
  await tx.run("UPDATE api_token SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL", [userId]);
  await tx.run("DELETE FROM known_device WHERE user_id = $1", [userId]);
  await consumeOpenChallenges(tx, userId);
  await endLinks(tx, userId);
}

/**
 * The first proof of an address: whatever was set up before, also second factors, was set up by somebody who had not
 * shown that it is theirs.
 */
export async function clearCredentials(tx: Tx, userId: string, reason: RevocationReason): Promise<void> {
  await endAccess(tx, userId, reason);
  await tx.run("DELETE FROM second_factor WHERE user_id = $1", [userId]);
  await tx.run("DELETE FROM passkey WHERE user_id = $1", [userId]);
  await tx.run("DELETE FROM backup_code WHERE user_id = $1", [userId]);
}
