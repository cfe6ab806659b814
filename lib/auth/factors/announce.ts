import type { Actor, RequestOrigin } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { describeAgent } from "../sessions/describe-agent";
import type { FactorMethod } from "./contract";

/** What the mail of each change says. */
export type FactorChange = "added" | "removed" | "backup_codes_made" | "backup_code_used" | "reset";

type Notice = {
  change: FactorChange;
  userId: string;
  method?: FactorMethod;
  actor: Actor;
  detail?: Record<string, unknown>;
};

/** Audits a change of a user's factors and notifies the user by mail, in the transaction of the change. */
export async function announceFactorChange(tx: Tx, notice: Notice): Promise<void> {
  const { change, userId, method, actor } = notice;
  await recordAudit(tx, actor, {
    action: `factor.${change}`,
    targetKind: "user",
    targetId: userId,
    detail: { ...(method ? { method } : {}), ...notice.detail },
  });
  const user = await tx.prisma.user.findUnique({ where: { id: userId }, select: { email: true, name: true } });
  if (!user) return;
  await queueMail(tx, {
    to: user.email,
    userId,
    template: "factor-changed",
    data: { name: user.name, change, method: method ?? null, ...whereFrom(actor.origin) },
  });
}

/** Time, place and device of a mail about something that just happened. */
export function whereFrom(origin: RequestOrigin) {
  return {
    at: new Date().toISOString().replace("T", " ").slice(0, 16).concat(" UTC"),
    address: origin.ip,
    device: origin.userAgent ? describeAgent(origin.userAgent).label : null,
    link: `${env().NEXTAUTH_URL}/account/security`,
  };
}
