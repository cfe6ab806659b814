import { randomBytes } from "node:crypto";
import { sha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/transaction";
import { authErrors } from "./errors";

/**
 * One-time links of mails: 32 random bytes in hex, of which only the SHA-256 is stored; 24 hours; used up by a POST.
 * The token is in the fragment (after `#`), which browsers do not send: it reaches no server log and no Referer.
 */
export type LinkPurpose = "verify" | "change" | "reset";

const pages: Record<LinkPurpose, string> = {
  verify: "/verify-email",
  change: "/verify-email",
  reset: "/reset-password",
};

/** A link acts on the account as it was when the mail was written: after a change of the password it is invalid. */
const bindingColumn = "encode(sha256(convert_to(u.password_hash, 'UTF8')), 'hex')";

/** A new link; earlier ones of the same user and purpose stop working. */
export async function createLink(tx: Tx, userId: string, purpose: LinkPurpose, email: string): Promise<string> {
  const token = randomBytes(32).toString("hex");
  await tx.run("UPDATE email_link SET used_at = now() WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL", [
    userId,
    purpose,
  ]);
  await tx.run(
    `INSERT INTO email_link (id, user_id, purpose, email, token_hash, expires_at, binding)
     SELECT $1, id, $3, $4, $5, now() + interval '24 hours', ${bindingColumn} FROM app_user u WHERE id = $2`,
    [newId("emailLink"), userId, purpose, email, sha256(token)],
  );
  return `${env().NEXTAUTH_URL}${pages[purpose]}#${token}`;
}

export type UsedLink = { userId: string; purpose: LinkPurpose; email: string };

/** Uses a link up, or throws `link_invalid`; of many at once exactly one succeeds. */
export async function useLink(tx: Tx, token: string, purposes: LinkPurpose[]): Promise<UsedLink> {
  const used = await tx.row<UsedLink>(
    `UPDATE email_link l SET used_at = now() FROM app_user u
     WHERE l.token_hash = $1 AND l.purpose = ANY($2::email_link_purpose[]) AND l.used_at IS NULL AND l.expires_at > now()
       AND u.id = l.user_id AND u.disabled_at IS NULL AND l.binding = ${bindingColumn}
     RETURNING l.user_id AS "userId", l.purpose, l.email`,
    [sha256(token), purposes],
  );
  if (!used) throw authErrors.link_invalid();
  return used;
}

/** Ends every link of a user: a link mailed before a change of password must not act on the account after it. */
export async function endLinks(tx: Tx, userId: string): Promise<void> {
  await tx.run("UPDATE email_link SET used_at = now() WHERE user_id = $1 AND used_at IS NULL", [userId]);
}

/** Removes links that can no longer be used. */
export async function purgeLinks(db: Pick<Tx, "run">): Promise<void> {
  await db.run("DELETE FROM email_link WHERE expires_at < now() - interval '1 day'");
}
