import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { brokenConstraint } from "@/lib/db/errors";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { authErrors } from "../errors";
import { clearCredentials } from "../recovery/clear-credentials";
import { endLinks, type UsedLink, useLink } from "./email-links";
import { lockUser } from "./lock-user";
import { announceSecurityChange } from "./security-notice";

/** Whether an address must be confirmed before its first sign-in. */
export function isVerificationRequired(): boolean {
  const { EMAIL_VERIFICATION, SMTP_URL } = env();
  return EMAIL_VERIFICATION === "required" || (EMAIL_VERIFICATION === "auto" && SMTP_URL !== undefined);
}

/**
 * Confirms an address, or moves the account to a new one. Sessions and tokens that somebody else may have made with the
 * unconfirmed address end, unless the link is opened by the account's own session.
 */
export async function verifyEmail(token: string, viewer: Actor): Promise<{ email: string }> {
  try {
    return await transaction(async (tx) => {
      const link = await useLink(tx, token, ["verify", "change"]);
      const actor: Actor = { ...systemActor, kind: "user", userId: link.userId, origin: viewer.origin };
      if (link.purpose === "verify") await confirmAddress(tx, link, viewer);
      else await moveAddress(tx, link, viewer);
      const action = link.purpose === "verify" ? "user.email_verified" : "user.email_changed";
      await recordAudit(tx, actor, { action, targetKind: "user", targetId: link.userId });
      return { email: link.email };
    });
  } catch (error) {
    if (brokenConstraint(error) === "app_user_email_key") throw authErrors.email_taken();
    throw error;
  }
}

async function confirmAddress(tx: Tx, link: UsedLink, viewer: Actor): Promise<void> {
  const { count: confirmed } = await tx.prisma.user.updateMany({
    where: { id: link.userId, email: link.email },
    data: { emailVerifiedAt: new Date() },
  });
  if (confirmed === 0) throw authErrors.link_invalid();
  if (viewer.kind === "user" && viewer.sessionId && viewer.userId === link.userId) return;
  await clearCredentials(tx, link.userId, "recovery");
}

async function moveAddress(tx: Tx, link: UsedLink, { origin, sessionId }: Actor): Promise<void> {
  const before = await lockUser(tx, link.userId);
  if (!before) throw authErrors.link_invalid();
  await tx.prisma.user.update({
    where: { id: link.userId },
    data: { email: link.email, emailVerifiedAt: new Date() },
    select: { id: true },
  });
  // Links that went to the old address must not act on the account any more.
  await endLinks(tx, link.userId);
  await announceSecurityChange(tx, link.userId, "email_changed", { origin, sessionId, mailTo: before.email });
}

/** Whether the actor's own address is confirmed. */
export async function isEmailVerified(actor: Actor): Promise<boolean> {
  if (!actor.userId) return false;
  const where = { id: actor.userId, emailVerifiedAt: { not: null } };
  return (await sql().prisma.user.findUnique({ where, select: { id: true } })) !== null;
}

/** Sends the confirmation again. Answers the same for every address. */
export async function resendVerification(email: string, origin: RequestOrigin): Promise<void> {
  const actor: Actor = { ...systemActor, kind: "user", userId: null, origin };
  await queueMail(sql(), { to: email, userId: null, template: "verify-email", data: null });
  await recordAudit(sql(), actor, { action: "user.verification_requested", targetKind: "user", targetId: null });
}
