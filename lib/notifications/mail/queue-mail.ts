import type { FieldCipher } from "@/lib/core/crypto";
import { fieldCipher } from "@/lib/core/field-cipher";
import { newId } from "@/lib/core/ids";
import type { Sql } from "@/lib/db/transaction";
import type { MailData, MailTemplate } from "./messages/registry";

export type MailRequest<T extends MailTemplate> = {
  to: string;
  /** Whose message it is, when that is known; it goes when they go. */
  userId: string | null;
  template: T;
  /** Null: the worker's preparer of this template finds it out (or that there is nobody to write to). */
  data: MailData<T> | null;
};

/** Data and text of a message, encrypted: both may hold links and codes. */
export function mailCipher(): FieldCipher {
  return fieldCipher();
}

export const dataColumn = "mail_message:data_sealed";
export const renderedColumn = "mail_message:rendered_sealed";

/**
 * Queues one message in the caller's transaction: it is sent if, and only if, what it tells about was committed. Costs
 * one insert, whoever the recipient is.
 */
export async function queueMail<T extends MailTemplate>(db: Sql, request: MailRequest<T>): Promise<string> {
  const id = newId("mail");
  const sealed = request.data === null ? null : mailCipher().encrypt(JSON.stringify(request.data), dataColumn, id);
  await db.run("INSERT INTO mail_message (id, recipient, user_id, template, data_sealed) VALUES ($1, $2, $3, $4, $5)", [
    id,
    request.to,
    request.userId,
    request.template,
    sealed,
  ]);
  return id;
}
