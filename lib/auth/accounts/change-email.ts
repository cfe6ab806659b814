import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { requirePassword } from "../passwords/change-password";
import { createLink } from "./email-links";
import { announceSecurityChange } from "./security-notice";

/**
 * Asks for another address, given the password. The account keeps its address until the new one is confirmed by the
 * link that goes there; the old one gets a notice. Does not reveal whether the new address has an account: only the
 * person who reads its mail learns that.
 */
export async function changeEmail(actor: Actor, input: { email: string; password: string }): Promise<void> {
  authorise(actor, "account.manage");
  await requirePassword(actor, input.password);
  const userId = requireUserId(actor);
  await transaction(async (tx) => {
    const link = await createLink(tx, userId, "change", input.email);
    const data = { link, isNewAccount: false };
    await queueMail(tx, { to: input.email, userId, template: "verify-email", data });
    await announceSecurityChange(tx, userId, "email_change_requested", actor);
    await recordAudit(tx, actor, { action: "user.email_change_requested", targetKind: "user", targetId: userId });
  });
}
