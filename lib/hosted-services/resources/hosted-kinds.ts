import { databaseKind } from "../databases/database";
import { dnsZoneKind } from "../dns/zones/dns-zone";
import { mailAliasKind } from "../mail/aliases/mail-alias";
import { mailDomainKind } from "../mail/domains/mail-domain";
import { mailboxKind } from "../mail/mailboxes/mailbox";
import type { HostedKind } from "./define-hosted-kind";

/** The kinds of hosted objects. A further kind is one folder and its line here. */
export const hostedKinds: readonly HostedKind[] = [
  databaseKind,
  dnsZoneKind,
  mailDomainKind,
  mailboxKind,
  mailAliasKind,
];
