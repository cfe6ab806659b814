import { z } from "zod";
import { autoresponderSchema, mailboxView, setMailboxPasswordBody } from "../contract";

/** What the user of a mailbox, who has no account here, signs in with. */
export const mailboxUserBody = z.strictObject({
  address: z.string().trim().min(3).max(254),
  password: z.string().min(1, "Enter the password of the mailbox.").max(128),
});
export type MailboxUser = z.output<typeof mailboxUserBody>;

export const ownPasswordBody = mailboxUserBody.extend({
  newPassword: setMailboxPasswordBody.shape.password.unwrap(),
});
export const ownAutoresponderBody = mailboxUserBody.extend({ autoresponder: autoresponderSchema });

export const ownMailboxView = mailboxView.pick({
  address: true,
  status: true,
  quotaMb: true,
  usedBytes: true,
  autoresponder: true,
  imap: true,
  submission: true,
});
export type OwnMailboxView = z.output<typeof ownMailboxView>;
