import { securityAlert } from "@/lib/auth/messages/security-alert";
import type { Tx } from "@/lib/db/transaction";
import { countMails } from "@/lib/notifications/mail/queue-mail";
import type { SecurityAlertKind } from "@/lib/notifications/mail/security-alerts";
import { notify } from "@/lib/notifications/notify";

/**
 * The most alerts an owner gets a day: an attacker must not be able to fill a mailbox. Alerts that unknown clients can
 * cause have the lower limit, so that they cannot use up the alerts about a stolen password or token.
 */
const alertsPerDay = { fromOutside: 3, fromInside: 20 } as const;
const fromOutside: ReadonlySet<Alert["alert"]> = new Set(["brute_force", "locked"]);

export type Alert = { userId: string; alert: SecurityAlertKind; reasons: string[] };

/**
 * Notifies the account's owner, in the caller's transaction; false without an active account, or when the limit
 * is reached.
 */
export async function queueOwnerAlert(tx: Tx, { userId, alert, reasons }: Alert): Promise<boolean> {
  const user = await tx.prisma.user.findUnique({ where: { id: userId, disabledAt: null }, select: { id: true } });
  const limit = fromOutside.has(alert) ? alertsPerDay.fromOutside : alertsPerDay.fromInside;
  const since = new Date(Date.now() - 86_400_000);
  const sent = await countMails(tx, userId, "security-alert", since);
  if (!user || sent >= limit) return false;
  const at = new Date().toISOString().replace("T", " ").slice(0, 16).concat(" UTC");
  await notify(tx, securityAlert, userId, { alert, reasons, at });
  return true;
}
