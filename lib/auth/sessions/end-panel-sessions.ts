import type { Tx } from "@/lib/db/transaction";

/** Ends the sessions that a server's panel login opened, in the transaction that changes the login. */
export async function endPanelSessions(tx: Tx, serverId: string): Promise<void> {
  await tx.prisma.session.updateMany({
    where: { scopeResourceId: serverId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}
