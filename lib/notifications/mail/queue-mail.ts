import type { FieldCipher } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { newId } from "@/lib/core/ids";
import type { Sql } from "@/lib/db/transaction";
import type { MailData, MailTemplate } from "./messages/registry";

export type MailRequest<T extends MailTemplate> = {
  to: string;
  /** The recipient's account, when known; deleting the account deletes the message. */
  userId: string | null;
  template: T;
  /** Null: the worker's preparer of this template finds the data (or that there is no recipient). */
  data: MailData<T> | null;
};

/** Data and text of a message, encrypted: both may contain links and codes. */
export function mailCipher(): FieldCipher {
  return fieldCipher();
}

export const dataColumn = "mail_message:data_sealed";
export const renderedColumn = "mail_message:rendered_sealed";

/**
 * Queues one message in the caller's transaction: it is sent if, and only if, the change that it is about was
 * committed. Costs one insert for every recipient.
 */
export async function queueMail<T extends MailTemplate>(db: Sql, request: MailRequest<T>): Promise<string> {
  const id = newId("mail");
  const sealed = request.data === null ? null : mailCipher().encrypt(JSON.stringify(request.data), dataColumn, id);
  const { to: recipient, userId, template } = request;
  await db.prisma.delivery.createMany({ data: { id, recipient, userId, template, dataSealed: sealed } });
  return id;
}

/** How many messages of a template were queued for an account since then. */
export async function countMails(db: Sql, userId: string, template: MailTemplate, since: Date): Promise<number> {
  return db.prisma.delivery.count({ where: { userId, template, createdAt: { gt: since } } });
}
