import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { ownerReached } from "../rules/load-rule";

/** Ends a silence now; what fires is reported within a second. */
export async function removeSilence(actor: Actor, id: string): Promise<void> {
  const ownerId = ownerReached(actor, "alert.manage");
  await transaction(async (tx) => {
    const where = { id, ...(ownerId === null ? {} : { ownerId }) };
    const { count } = await tx.prisma.alertSilence.deleteMany({ where });
    if (count === 0) throw coreErrors.not_found({ detail: "There is no such silence." });
    await recordAudit(tx, actor, { action: "alert_silence.removed", targetKind: "alert_silence", targetId: id });
  });
}
