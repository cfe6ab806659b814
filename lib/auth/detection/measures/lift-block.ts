import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";

/**
 * Administrators: ends a measure before its time. The signal it came from counts as dismissed, or the next run would
 * take the measure again. Throws `not_found`.
 */
export async function liftBlock(actor: Actor, id: string): Promise<void> {
  authorise(actor, "security.manage");
  await transaction(async (tx) => {
    const inForce = { id, until: { gt: new Date() } };
    const block = await tx.prisma.networkBlock.findUnique({
      where: inForce,
      select: { measure: true, userId: true, signalId: true },
    });
    const { count } = await tx.prisma.networkBlock.deleteMany({ where: inForce });
    if (!block || count === 0) throw coreErrors.not_found({ detail: "There is no such block, or it has ended." });
    if (block.signalId) {
      await tx.prisma.securitySignal.updateMany({
        where: { id: block.signalId, state: "open" },
        data: { state: "dismissed", handledBy: actor.userId, handledAt: new Date() },
      });
    }
    await recordAudit(tx, actor, { action: "security.block_lifted", targetKind: "block", targetId: id, detail: block });
  });
}
