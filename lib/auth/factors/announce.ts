import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Tx } from "@/lib/db/transaction";
import type { FactorChange } from "@/lib/notifications/mail/factor-changes";
import { notify } from "@/lib/notifications/notify";
import { whereFrom } from "../accounts/where-from";
import { factorChanged } from "../messages/factor-changed";
import type { FactorMethod } from "./contract";

type Notice = {
  change: FactorChange;
  userId: string;
  method?: FactorMethod;
  actor: Actor;
  detail?: Record<string, unknown>;
};

/** Audits a change of a user's factors and notifies the user, in the transaction of the change. */
export async function announceFactorChange(tx: Tx, notice: Notice): Promise<void> {
  const { change, userId, method, actor } = notice;
  await recordAudit(tx, actor, {
    action: `factor.${change}`,
    targetKind: "user",
    targetId: userId,
    detail: { ...(method ? { method } : {}), ...notice.detail },
  });
  const data = { change, method: method ?? null, ...whereFrom(actor.origin) };
  await notify(tx, factorChanged, userId, data, { sessionId: actor.sessionId });
}
