import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { AlertDetail } from "../contract";
import { addEvent } from "../evaluate/apply-change";
import { handleAlert } from "./load-alert";

/** Ends an alert by hand. If the value is still beyond its threshold, a new one begins after the time of its rule. */
export function resolveAlert(actor: Actor, id: string): Promise<AlertDetail> {
  return handleAlert(actor, id, async (tx, { ruleId, subjectId }) => {
    const resolution = "It was resolved by hand.";
    const data = { resolvedAt: new Date(), resolution, dueMessage: null, dueSince: null };
    await tx.prisma.alertIncident.update({ where: { id }, data });
    if (ruleId !== null) await tx.prisma.alertInstance.deleteMany({ where: { ruleId, subjectId } });
    await addEvent(tx, id, "resolved", "Resolved by hand.", actor.userId);
    await recordAudit(tx, actor, { action: "alert.resolved", targetKind: "alert", targetId: id });
  });
}
