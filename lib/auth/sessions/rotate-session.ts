import { randomToken, sha256 } from "@/lib/core/crypto";
import type { Tx } from "@/lib/db/transaction";
import { sessionCookie } from "./cookies";

/** What the owner just proved; renews the confirmation. */
export type Proof = "password" | "factor" | null;

/**
 * Gives a session a new token (ASVS 7.2.4): after a step-up and after a change of password. The old one is invalid from
 * the commit on. Returns the Set-Cookie value for the answer, or null when the session is over.
 */
export async function rotateSession(tx: Tx, sessionId: string, proof: Proof = null): Promise<string | null> {
  const token = randomToken(32);
  const row = await tx.row<{ remembered: boolean }>(
    `UPDATE session SET token_hash = $2, auth_at = CASE WHEN $3 = 'password' THEN now() ELSE auth_at END,
       mfa_at = CASE WHEN $3 = 'factor' THEN now() ELSE mfa_at END
     WHERE id = $1 AND revoked_at IS NULL RETURNING idle_seconds > 86400 AS remembered`,
    [sessionId, sha256(token), proof],
  );
  return row && sessionCookie(token, row.remembered);
}
