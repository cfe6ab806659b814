import { toHostedView } from "../../resources/hosted-views";
import { displayAddress, domainOf } from "../addresses";
import { autoresponderSchema, type MailboxView } from "../contract";
import { serversOf } from "../records/record-facts";
import type { LoadedMailbox } from "./load-mailbox";

export function toMailboxView(row: LoadedMailbox): MailboxView {
  const { mailbox } = row;
  const { imap, submission } = serversOf(row.provider);
  return {
    ...toHostedView(row),
    name: row.objectName,
    address: displayAddress(row.objectName),
    domain: { id: mailbox.domainId, name: domainOf(row.objectName) },
    quotaMb: mailbox.quotaMb,
    forwardTo: mailbox.forwardTo.map(displayAddress),
    keepCopy: mailbox.keepCopy,
    autoresponder: autoresponderSchema.nullable().parse(mailbox.autoresponder),
    usedBytes: mailbox.usedBytes === null ? null : Number(mailbox.usedBytes),
    lastLoginAt: mailbox.lastLoginAt?.toISOString() ?? null,
    imap,
    submission,
  };
}
