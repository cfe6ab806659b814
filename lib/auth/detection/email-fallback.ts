import type { RequestOrigin } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { networkOf } from "@/lib/core/networks";
import { sql, type Tx } from "@/lib/db/transaction";
import { queueOwnerAlert } from "./signals/queue-owner-alert";

/**
 * Sign-ins from a network that is watched need a second factor. If the account has none, a code by e-mail
 * is the fallback, provided that its address is confirmed and a mail server is configured. Else the owner only gets an
 * alert, since a missing mail server must not lock anybody out.
 */
export async function canUseEmailFallback(userId: string): Promise<boolean> {
  if (env().SMTP_URL === undefined) return false;
  const where = { id: userId, emailVerifiedAt: { not: null } };
  const user = await sql().prisma.user.findUnique({ where, select: { id: true } });
  return user !== null;
}

export async function queueWatchedSignInAlert(tx: Tx, userId: string, origin: RequestOrigin): Promise<void> {
  const from = networkOf(origin.ip) ?? "an unknown network";
  const reasons = [`Somebody signed in from ${from}, where suspicious sign-ins came from lately.`];
  await queueOwnerAlert(tx, { userId, alert: "watched_sign_in", reasons });
}
