import { randomBytes } from "node:crypto";
import { sha256 } from "@/lib/core/encryption/crypto";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/transaction";
import { authErrors } from "../errors";
import { purgeOldLinks, spendLink } from "./accounts.sql";

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

/** A new link; earlier ones of the same user and purpose stop working. */
export async function createLink(tx: Tx, userId: string, purpose: LinkPurpose, email: string): Promise<string> {
  const token = randomBytes(32).toString("hex");
  await tx.prisma.emailLink.updateMany({ where: { userId, purpose, usedAt: null }, data: { usedAt: new Date() } });
  const { passwordHash } = await tx.prisma.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  });
  await tx.prisma.emailLink.create({
    data: {
      id: newId("emailLink"),
      userId,
      purpose,
      email,
      tokenHash: sha256(token),
      // A link acts on the account as it is now: after a change of the password it is invalid.
      binding: sha256(passwordHash),
      expiresAt: new Date(Date.now() + 24 * 3_600_000),
    },
  });
  return `${env().NEXTAUTH_URL}${pages[purpose]}#${token}`;
}

export type UsedLink = { userId: string; purpose: LinkPurpose; email: string };

/** Uses a link up, or throws `link_invalid`; of many at once exactly one succeeds. */
export async function useLink(tx: Tx, token: string, purposes: LinkPurpose[]): Promise<UsedLink> {
  const used = await tx.row(spendLink, [sha256(token), purposes]);
  if (!used) throw authErrors.link_invalid();
  return used;
}

/** Ends every link of a user: a link mailed before a change of password must not act on the account after it. */
export async function endLinks(tx: Tx, userId: string): Promise<void> {
  await tx.prisma.emailLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: new Date() } });
}

/** Removes links that can no longer be used. */
export async function purgeLinks(db: Pick<Tx, "run">): Promise<void> {
  await db.run(purgeOldLinks);
}
