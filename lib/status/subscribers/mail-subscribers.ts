import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import type { UpdateInput } from "../contract";

export const tokenColumn = "status_subscriber:token_sealed";

/** Queues one mail for each confirmed address, in the transaction of the update. */
export async function mailSubscribers(tx: Tx, update: UpdateInput & { title: string }): Promise<void> {
  const { enabled } = await tx.prisma.statusPage.findUniqueOrThrow({ where: { id: 1 } });
  if (!enabled) return;
  const where = { confirmedAt: { not: null } };
  const subscribers = await tx.prisma.statusSubscriber.findMany({ where, orderBy: { id: "asc" } });
  const cipher = fieldCipher();
  const { NEXTAUTH_URL: url } = env();
  for (const { id, email, tokenSealed } of subscribers) {
    const token = cipher.decrypt(tokenSealed, tokenColumn, id);
    const data = { ...update, page: `${url}/status`, stop: `${url}/status/unsubscribe#${token}` };
    await queueMail(tx, { to: email, userId: null, template: "status-update", data });
  }
}
