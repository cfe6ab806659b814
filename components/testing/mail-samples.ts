import type { MailAliasView, MailboxView, MailDomainDetailView } from "@/lib/hosted-services/mail/contract";

/** For component tests. */
const common = {
  status: "active" as const,
  provider: { id: "prv_1", name: "Mail" },
  failure: null,
  heldByStaff: false,
  owner: { id: "usr_1", name: "Dora" },
  createdAt: "2026-05-04T10:00:00.000Z",
};
const servers = {
  imap: { host: "mail.example.net", port: 993, tls: "implicit" as const },
  submission: { host: "mail.example.net", port: 587, tls: "starttls" as const },
};
const record = { type: "TXT" as const, state: "ok" as const, managed: false, purpose: "SPF.", found: [] };

export const sampleMailDomain: MailDomainDetailView = {
  ...common,
  ...servers,
  id: "mdo_1",
  name: "example.com",
  displayName: "example.com",
  catchAll: null,
  mailboxes: 1,
  aliases: 1,
  dkim: { selector: "ln2", createdAt: common.createdAt, previous: null },
  records: [
    { ...record, name: "example.com", type: "MX", value: "10 mail.example.net.", managed: true },
    { ...record, name: "example.com", value: '"v=spf1 mx -all"', state: "different", found: ['"v=spf1 -all"'] },
    { ...record, name: "_dmarc.example.com", value: '"v=DMARC1; p=quarantine"', state: "missing" },
  ],
};

export const sampleMailbox: MailboxView = {
  ...common,
  ...servers,
  id: "mbx_1",
  name: "ann@example.com",
  address: "ann@example.com",
  domain: { id: "mdo_1", name: "example.com" },
  quotaMb: 1024,
  forwardTo: [],
  keepCopy: true,
  autoresponder: null,
  usedBytes: 1024 * 1024 * 100,
  lastLoginAt: null,
};

export const sampleAlias: MailAliasView = {
  ...common,
  id: "mal_1",
  name: "sales@example.com",
  address: "sales@example.com",
  domain: { id: "mdo_1", name: "example.com" },
  destinations: ["ann@example.com", "bob@elsewhere.example"],
};
