import { randomBytes } from "node:crypto";
import { sha256 } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { normaliseEmail } from "@/lib/core/typed-text";
import { transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { statusErrors } from "../errors";
import { requirePublic } from "../public/read-public-status";
import { tokenColumn } from "./mail-subscribers";

const repeatMs = 10 * 60_000;

/**
 * Sends a link that confirms the address. The answer is the same for every address: one that subscribed already gets
 * nothing, and one that waits gets a new mail after ten minutes.
 */
export async function subscribe(typed: string): Promise<void> {
  await requirePublic();
  const email = normaliseEmail(typed);
  await transaction(async (tx) => {
    const known = await tx.prisma.statusSubscriber.findUnique({ where: { email } });
    if (known?.confirmedAt || (known && Date.now() - known.createdAt.getTime() < repeatMs)) return;
    const token = randomBytes(32).toString("hex");
    const id = known?.id ?? newId("statusSubscriber");
    const data = { tokenHash: sha256(token), tokenSealed: fieldCipher().encrypt(token, tokenColumn, id) };
    if (known) await tx.prisma.statusSubscriber.update({ where: { id }, data: { ...data, createdAt: new Date() } });
    else await tx.prisma.statusSubscriber.createMany({ data: { id, email, ...data }, skipDuplicates: true });
    const link = `${env().NEXTAUTH_URL}/status/confirm#${token}`;
    await queueMail(tx, { to: email, userId: null, template: "status-confirm", data: { link } });
  });
}

export async function confirmSubscription(token: string): Promise<void> {
  await transaction(async (tx) => {
    const where = { tokenHash: sha256(token) };
    const known = await tx.prisma.statusSubscriber.findUnique({ where });
    if (!known) throw statusErrors.status_link_invalid();
    if (known.confirmedAt) return;
    await tx.prisma.statusSubscriber.update({ where: { id: known.id }, data: { confirmedAt: new Date() } });
  });
}

/** Again: it is gone already, which is what was asked for. */
export async function unsubscribe(token: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.prisma.statusSubscriber.deleteMany({ where: { tokenHash: sha256(token) } });
  });
}
