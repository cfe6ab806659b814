import { toHostedView } from "../../resources/hosted-views";
import { displayAddress, displayDomain } from "../addresses";
import type { MailDomainView } from "../contract";
import { serversOf } from "../records/record-facts";
import type { LoadedMailDomain } from "./load-domain";

export function toMailDomainView(row: LoadedMailDomain): MailDomainView {
  const { mail } = row;
  const { imap, submission } = serversOf(row.provider);
  return {
    ...toHostedView(row),
    name: row.objectName,
    displayName: displayDomain(row.objectName),
    catchAll: mail.catchAll === null ? null : displayAddress(mail.catchAll),
    mailboxes: mail._count.mailboxes,
    aliases: mail._count.aliases,
    dkim: {
      selector: mail.dkimSelector,
      createdAt: mail.dkimCreatedAt.toISOString(),
      previous: mail.previousSelector,
    },
    imap,
    submission,
  };
}
