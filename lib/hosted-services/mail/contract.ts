import { z } from "zod";
import { hostedView } from "../contract";

/** Longest address of RFC 5321. */
const address = z.string().trim().min(3).max(254);
const addresses = z.array(address).max(20);
const password = z.string().min(10, "Use at least 10 characters.").max(128);
const quotaMb = z.number().int().min(10).max(1_048_576);

export const recordStates = ["ok", "missing", "different", "unknown"] as const;
export type RecordState = (typeof recordStates)[number];

/** One record that a domain needs in DNS. */
export const mailRecordView = z.object({
  name: z.string(),
  type: z.enum(["MX", "TXT", "SRV", "CNAME"]),
  value: z.string(),
  state: z.enum(recordStates),
  /** The panel writes it: the zone is here and has no record of its owner in this place. */
  managed: z.boolean(),
  purpose: z.string(),
  /** What is in DNS now, when it differs. */
  found: z.array(z.string()),
});
export type MailRecordView = z.output<typeof mailRecordView>;

export const createMailDomainBody = z.strictObject({
  name: z.string().trim().min(3).max(253),
  /** Id of a provider; the one with the fewest objects without. */
  provider: z.string().max(40).optional(),
});
export type CreateMailDomainInput = z.output<typeof createMailDomainBody>;

/** `catchAll`: gets mail for addresses that do not exist; null refuses it. */
export const updateMailDomainBody = z.strictObject({ catchAll: address.nullable() });
export type UpdateMailDomainInput = z.output<typeof updateMailDomainBody>;

const mailServer = z.object({ host: z.string(), port: z.number().int(), tls: z.enum(["implicit", "starttls"]) });
export type MailServerView = z.output<typeof mailServer>;

export const mailDomainView = hostedView.extend({
  /** Internationalised names as people write them. */
  displayName: z.string(),
  catchAll: z.string().nullable(),
  mailboxes: z.number().int(),
  aliases: z.number().int(),
  dkim: z.object({ selector: z.string(), createdAt: z.iso.datetime(), previous: z.string().nullable() }),
  imap: mailServer,
  submission: mailServer,
});
export type MailDomainView = z.output<typeof mailDomainView>;

export const mailDomainDetailView = mailDomainView.extend({ records: z.array(mailRecordView) });
export type MailDomainDetailView = z.output<typeof mailDomainDetailView>;

export const createMailboxBody = z.strictObject({
  address,
  password: password.optional(),
  quotaMb: quotaMb.default(1024),
  forwardTo: addresses.default([]),
});
export type CreateMailboxInput = z.output<typeof createMailboxBody>;

export const updateMailboxBody = z.strictObject({ quotaMb, forwardTo: addresses, keepCopy: z.boolean() }).partial();
export type UpdateMailboxInput = z.output<typeof updateMailboxBody>;

/** Without a password one is made and answered. */
export const setMailboxPasswordBody = z.strictObject({ password: password.optional() });
export const mailboxPasswordView = z.object({ address: z.string(), password: z.string() });

const day = z.iso.date().nullable();
export const autoresponderSchema = z
  .strictObject({
    enabled: z.boolean(),
    subject: z.string().trim().max(200).default(""),
    text: z.string().trim().max(5_000).default(""),
    /** First and last day (UTC) on which it answers. */
    from: day.default(null),
    until: day.default(null),
  })
  .refine(({ enabled, text }) => !enabled || text !== "", { path: ["text"], message: "Write the answer." })
  .refine(({ from, until }) => !from || !until || from <= until, {
    path: ["until"],
    message: "The last day is before the first one.",
  });
export type Autoresponder = z.output<typeof autoresponderSchema>;

export const mailboxView = hostedView.extend({
  address: z.string(),
  domain: z.object({ id: z.string(), name: z.string() }),
  quotaMb: z.number().int(),
  forwardTo: z.array(z.string()),
  keepCopy: z.boolean(),
  autoresponder: autoresponderSchema.nullable(),
  /** Null until it was measured. */
  usedBytes: z.number().nullable(),
  lastLoginAt: z.iso.datetime().nullable(),
  imap: mailServer,
  submission: mailServer,
});
export type MailboxView = z.output<typeof mailboxView>;

/** The password is null when the caller chose it. */
export const createdMailboxView = mailboxView.extend({ password: z.string().nullable() });
export type CreatedMailboxView = z.output<typeof createdMailboxView>;

export const createMailAliasBody = z.strictObject({
  address,
  destinations: addresses.min(1, "Enter at least one address."),
});
export type CreateMailAliasInput = z.output<typeof createMailAliasBody>;
export const updateMailAliasBody = createMailAliasBody.pick({ destinations: true });

export const mailAliasView = hostedView.extend({
  address: z.string(),
  domain: z.object({ id: z.string(), name: z.string() }),
  destinations: z.array(z.string()),
});
export type MailAliasView = z.output<typeof mailAliasView>;

export const mailDeliveryView = z.object({
  at: z.iso.datetime(),
  sender: z.string(),
  recipient: z.string(),
  /** `sent`, `bounced` or `deferred`, as Postfix writes it. */
  status: z.string(),
  detail: z.string(),
});
export type MailDeliveryView = z.output<typeof mailDeliveryView>;
