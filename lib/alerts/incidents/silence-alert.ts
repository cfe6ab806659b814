import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { AlertDetail } from "../contract";
import { addEvent } from "../evaluate/apply-change";
import { handleAlert } from "./load-alert";

/** No messages of this alert for some minutes; if it still fires then, one says so. */
export function silenceAlert(actor: Actor, id: string, minutes: number): Promise<AlertDetail> {
  return handleAlert(actor, id, async (tx) => {
    const silencedUntil = new Date(Date.now() + minutes * 60_000);
    await tx.prisma.alertIncident.update({ where: { id }, data: { silencedUntil } });
    const text = `Silenced for ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
    await addEvent(tx, id, "silenced", text, actor.userId);
    await recordAudit(tx, actor, { action: "alert.silenced", targetKind: "alert", targetId: id, detail: { minutes } });
  });
}
