import type { Tx } from "@/lib/db/transaction";

/**
 * Deletes where an erased person's requests came from, in the transaction that erases them. The entries stay, under the
 * id alone; their signatures stay valid, since they cover a salted commitment whose salt is deleted.
 */
export async function blankPersonalData(tx: Tx, userId: string): Promise<number> {
  const { count } = await tx.prisma.auditEntry.updateMany({
    where: {
      personalSalt: { not: null },
      OR: [{ actorId: userId }, { actorId: null, targetKind: "user", targetId: userId }],
    },
    data: { ip: null, userAgent: null, personalSalt: null },
  });
  return count;
}
