import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { transaction } from "@/lib/db/transaction";

/** Marks these of the actor's notifications as read, or all; those of others are left alone. */
export async function markRead(actor: Actor, ids: string[] | undefined): Promise<{ unread: number }> {
  authorise(actor, "account.manage");
  const own = { userId: requireUserId(actor), readAt: null };
  return transaction(async (tx) => {
    await tx.prisma.notification.updateMany({
      where: ids ? { ...own, id: { in: ids } } : own,
      data: { readAt: new Date() },
    });
    return { unread: await tx.prisma.notification.count({ where: own }) };
  });
}
