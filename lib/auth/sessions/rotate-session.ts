import { randomToken, sha256 } from "@/lib/core/encryption/crypto";
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
  const now = new Date();
  const [row] = await tx.prisma.session.updateManyAndReturn({
    where: { id: sessionId, revokedAt: null },
    data: {
      tokenHash: sha256(token),
      ...(proof === "password" ? { authAt: now } : {}),
      ...(proof === "factor" ? { mfaAt: now } : {}),
    },
    select: { idleSeconds: true },
  });
  return row ? sessionCookie(token, row.idleSeconds > 86_400) : null;
}
