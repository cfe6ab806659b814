import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/db/transaction";
import type { Prepare } from "@/lib/notifications/mail/send-mail";
import { createLink } from "./email-links";

/**
 * What the worker looks up for mails that anybody may request by typing an address. The request queues the same row
 * for every address; whether there is an account is looked up here, where it cannot be measured from outside.
 */
type Owner = { id: string; name: string; verified: boolean };

async function ownerOf(tx: Tx, email: string): Promise<Owner | null> {
  const user = await tx.prisma.user.findUnique({
    where: { email, disabledAt: null },
    select: { id: true, name: true, emailVerifiedAt: true },
  });
  return user && { id: user.id, name: user.name, verified: user.emailVerifiedAt !== null };
}

async function prepareVerification(tx: Tx, owner: Owner, email: string) {
  const link = await createLink(tx, owner.id, "verify", email);
  return { userId: owner.id, template: "verify-email", data: { link, isNewAccount: true } };
}

export const mailPreparers: Readonly<Record<string, Prepare>> = {
  "verify-email": async (tx, email) => {
    const owner = await ownerOf(tx, email);
    return owner && !owner.verified ? prepareVerification(tx, owner, email) : null;
  },
  /** A sign-up: of a new address, of one that was never confirmed, or of one that has an account. */
  "account-exists": async (tx, email) => {
    const owner = await ownerOf(tx, email);
    if (!owner) return null;
    if (!owner.verified) return prepareVerification(tx, owner, email);
    return { userId: owner.id, data: { name: owner.name, link: `${env().NEXTAUTH_URL}/reset-password` } };
  },
  "password-reset": async (tx, email) => {
    const owner = await ownerOf(tx, email);
    if (!owner) return null;
    const link = await createLink(tx, owner.id, "reset", email);
    return { userId: owner.id, data: { name: owner.name, link } };
  },
};
