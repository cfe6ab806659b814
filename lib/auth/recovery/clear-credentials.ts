import type { Tx } from "@/lib/db/transaction";
import { endLinks } from "../accounts/email-links";
import { consumeOpenChallenges } from "../factors/challenges/challenges";
import { type RevocationReason, revokeSessionsOf } from "../sessions/revoke-sessions-of";

/**
 * Ends everything that another person may have of an account after its owner proved access to the mailbox: sessions,
 * tokens, known browsers, sign-ins in progress and mailed links. Second factors stay.
 */
export async function endAccess(tx: Tx, userId: string, reason: RevocationReason): Promise<void> {
  await revokeSessionsOf(tx, userId, { reason });
  await tx.prisma.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date() } });
  await tx.prisma.knownDevice.deleteMany({ where: { userId } });
  await consumeOpenChallenges(tx, userId);
  await endLinks(tx, userId);
}

/**
 * The first proof of an address: whatever was set up before, also second factors, was set up by somebody who had not
 * shown that it is theirs.
 */
export async function clearCredentials(tx: Tx, userId: string, reason: RevocationReason): Promise<void> {
  await endAccess(tx, userId, reason);
  await tx.prisma.secondFactor.deleteMany({ where: { userId } });
  await tx.prisma.passkey.deleteMany({ where: { userId } });
  await tx.prisma.backupCode.deleteMany({ where: { userId } });
}
