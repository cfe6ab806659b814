import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { AlertDetail } from "../contract";
import { addEvent } from "../evaluate/apply-change";
import { handleAlert } from "./load-alert";

/** Somebody works on it: no more repeats, unless it becomes worse. Again: only the note is added. */
export function acknowledgeAlert(actor: Actor, id: string, note: string | undefined): Promise<AlertDetail> {
  return handleAlert(actor, id, async (tx, { acknowledgedAt }) => {
    if (acknowledgedAt === null) {
      const data = { acknowledgedAt: new Date(), acknowledgedBy: actor.userId };
      await tx.prisma.alertIncident.update({ where: { id }, data });
      await addEvent(tx, id, "acknowledged", "Acknowledged.", actor.userId);
      await recordAudit(tx, actor, { action: "alert.acknowledged", targetKind: "alert", targetId: id });
    }
    if (note) await addEvent(tx, id, "note", note, actor.userId);
  });
}
