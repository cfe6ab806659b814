import type { Actor } from "@/lib/access/actor";
import type { Tx } from "@/lib/db/transaction";
import type { SecurityNoticeKind } from "@/lib/notifications/mail/security-notices";
import { type NotifyOptions, notify } from "@/lib/notifications/notify";
import { securityNotice } from "../messages/security-notice";
import { whereFrom } from "./where-from";

/** Reports a change to the owner of an account, in the change's own transaction: what was changed and from where. */
export async function announceSecurityChange(
  tx: Tx,
  userId: string,
  event: SecurityNoticeKind,
  { origin, sessionId, mailTo }: NotifyOptions & Pick<Actor, "origin">,
): Promise<void> {
  await notify(tx, securityNotice, userId, { ...whereFrom(origin), event }, { sessionId, mailTo });
}
