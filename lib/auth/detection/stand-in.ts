import type { RequestOrigin } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { networkOf } from "@/lib/core/networks";
import { sql, type Tx } from "@/lib/db/transaction";
import { tellOwner } from "./tell-owner";

/**
 * Sign-ins from a network that is watched need a second factor. Where the account has none its mailbox stands in, if its
 * address is confirmed and mail goes out by itself; else the owner is told, since nobody is kept out of their account
 * for lack of a mail server.
 */
export async function mailMayStandIn(userId: string): Promise<boolean> {
  if (env().SMTP_URL === undefined) return false;
  const user = await sql().row("SELECT 1 FROM app_user WHERE id = $1 AND email_verified_at IS NOT NULL", [userId]);
  return user !== null;
}

export async function tellOfWatchedSignIn(tx: Tx, userId: string, origin: RequestOrigin): Promise<void> {
  const from = networkOf(origin.ip) ?? "an unknown network";
  const reasons = [`Somebody signed in from ${from}, where suspicious sign-ins came from lately.`];
  await tellOwner(tx, { userId, alert: "watched_sign_in", reasons });
}
