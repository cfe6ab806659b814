import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { lockRule } from "../alerts.sql";
import { endAlerts } from "./end-alerts";
import { loadRule } from "./load-rule";

/** Its alerts stay in the history. */
export async function removeRule(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.row(lockRule, [id]);
    const { name } = await loadRule(actor, id, "alert.manage", tx);
    await endAlerts(tx, id, "The rule was deleted.");
    await tx.prisma.alertRule.delete({ where: { id } });
    await recordAudit(tx, actor, {
      action: "alert_rule.deleted",
      targetKind: "alert_rule",
      targetId: id,
      before: { name },
    });
  });
}
