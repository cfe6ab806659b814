import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { blankPersonalData } from "@/lib/audit/blank-personal";
import { recordAudit } from "@/lib/audit/record-audit";
import { flushAttempts } from "@/lib/auth/detection/record-attempt";
import { requirePassword } from "@/lib/auth/passwords/change-password";
import { revokeSessionsOf } from "@/lib/auth/sessions/revoke-sessions-of";
import { sha256 } from "@/lib/core/encryption/crypto";
import { coreErrors } from "@/lib/core/errors";
import { type Tx, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { lockErasable } from "./erasure-blockers";
import { personalTables } from "./personal-tables";

/**
 * Erases a person (GDPR article 17): the account and every trace of it but the audit log, which keeps the id as a
 * pseudonym, without address and browser. the modules describe what is deleted from each table, in lib/<module>/personal-data.sql.ts.
 */

/** The actor's own account, given its password; `wrong_password` or a refusal of `lockErasable` when not. */
export async function eraseOwnAccount(actor: Actor, input: { password: string }): Promise<void> {
  authorise(actor, "account.manage");
  await requirePassword(actor, input.password);
  await eraseNow(actor, requireUserId(actor));
}

/** Somebody else's account, by an administrator. One's own is deleted with its password instead. */
export async function eraseUser(actor: Actor, id: string): Promise<void> {
  authorise(actor, "user.manage");
  if (id === actor.userId)
    throw coreErrors.conflict({ detail: "Delete your own account on the page Your data, with your password." });
  await eraseNow(actor, id);
}

async function eraseNow(actor: Actor, userId: string): Promise<void> {
  // Buffered sign-in attempts would otherwise be written after the erasure.
  await flushAttempts();
  await transaction((tx) => erase(tx, actor, userId));
}

async function erase(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const user = await lockErasable(tx, userId);
  // First, and by an update: the notice that a session ended carries its reason, a deleted row's would not.
  await revokeSessionsOf(tx, userId, { reason: "erased" });
  // The verification of the log accepts blanked entries because of this action.
  await recordAudit(tx, actor, { action: "account.erased", targetKind: "user", targetId: userId });
  await blankPersonalData(tx, userId);
  const me = [userId, user.email, sha256(user.email)];
  for (const { erase: how } of personalTables) {
    if ("statement" in how) await tx.run(how.statement, me);
  }
  // After the mails are deleted; without a user, or it would be deleted with them.
  const isOwn = actor.userId === userId;
  await queueMail(tx, { to: user.email, userId: null, template: "account-erased", data: { name: user.name, isOwn } });
}
