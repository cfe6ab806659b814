import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { loadChannel } from "./load-channel";

/** Deletes a channel of the actor with what waits for it, its log, and the choices that name it. */
export async function deleteChannel(actor: Actor, id: string): Promise<void> {
  authorise(actor, "channel.manage");
  await transaction(async (tx) => {
    const { userId, kind } = await loadChannel(tx, actor, id);
    await tx.prisma.notificationPreference.deleteMany({ where: { userId, channel: id } });
    await tx.prisma.ownedChannel.deleteMany({ where: { id } });
    await recordAudit(tx, actor, { action: "channel.deleted", targetKind: "channel", targetId: id, detail: { kind } });
  });
}
