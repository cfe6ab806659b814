import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { sql, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { setPassword } from "../accounts/accounts.sql";
import { useLink } from "../accounts/email-links";
import { lockUser } from "../accounts/lock-user";
import { announceSecurityChange } from "../accounts/security-notice";
import { liftLock } from "../detection/measures/measures";
import { authErrors } from "../errors";
import { clearCredentials, endAccess } from "../recovery/clear-credentials";
import { hashPassword } from "./password";
import { requireStrongPassword } from "./password-strength";

/** Asks for a reset link. The same work and the same answer for every address: the worker finds out whose it is. */
export async function requestPasswordReset(email: string, origin: RequestOrigin): Promise<void> {
  const actor: Actor = { ...systemActor, kind: "user", userId: null, origin };
  await queueMail(sql(), { to: email, userId: null, template: "password-reset", data: null });
  await recordAudit(sql(), actor, { action: "user.password_reset_requested", targetKind: "user", targetId: null });
}

/**
 * Sets a new password by a mailed link. Ends every session and token; signs nobody in: a second factor is required at
 * the sign-in that follows. The link proves the address, too: when it is the first proof, factors are removed as well.
 */
export async function confirmPasswordReset(
  input: { token: string; password: string },
  origin: RequestOrigin,
): Promise<void> {
  const passwordHash = await hashPassword(input.password, env());
  await transaction(async (tx) => {
    const link = await useLink(tx, input.token, ["reset"]);
    const user = await lockUser(tx, link.userId);
    if (!user || user.email !== link.email) throw authErrors.link_invalid();
    // A weak password rolls back, and leaves the link usable.
    await requireStrongPassword(input.password, user);
    await tx.run(setPassword, [link.userId, passwordHash, null, true]);
    await (user.isVerified ? endAccess : clearCredentials)(tx, link.userId, "password_changed");
    // Access to the mailbox proves the owner: the lock against unknown clients ends.
    await liftLock(tx, user.email);
    const actor: Actor = { ...systemActor, kind: "user", userId: link.userId, origin };
    await recordAudit(tx, actor, { action: "user.password_reset", targetKind: "user", targetId: link.userId });
    await announceSecurityChange(tx, link.userId, "password_reset", { origin });
  });
}
