import type { Tx } from "@/lib/db/transaction";
import { addEvent } from "../evaluate/apply-change";

/** Ends what is open of a rule, with the reason. Nobody gets a message: somebody just changed the rule. */
export async function endAlerts(tx: Tx, ruleId: string, why: string): Promise<void> {
  const open = await tx.prisma.alertIncident.findMany({ where: { ruleId, resolvedAt: null }, select: { id: true } });
  const data = { resolvedAt: new Date(), resolution: why, dueMessage: null, dueSince: null };
  await tx.prisma.alertIncident.updateMany({ where: { ruleId, resolvedAt: null }, data });
  for (const { id } of open) await addEvent(tx, id, "resolved", `Ended: ${why}`);
  await tx.prisma.alertInstance.deleteMany({ where: { ruleId } });
}
