import { z } from "zod";
import { hostedServiceErrors } from "../../errors";
import { defineHostedKind } from "../../resources/define-hosted-kind";
import type { HostedDefinition } from "../../resources/hosted-definition";
import { writeMailRecords } from "../records/write-records";
import { askRecipient } from "../server/ask-recipient";
import { ensureDomain, listDomains, observeDomain, removeDomain } from "../server/mail.remote.sql";
import { MailObjects, type MailTable } from "../server/mail-objects";
import { makeDkimKey, openDkimKey, sealDkimKey } from "./dkim-key";

export type DomainSpec = { catchAll: string | null; dkimSelector: string; dkimKey: string };

const observedDomainSchema = z.object({
  active: z.boolean(),
  catchAll: z.string().nullable(),
  dkimSelector: z.string(),
});
export type ObservedDomain = z.output<typeof observedDomainSchema>;

const domainTable: MailTable<DomainSpec, ObservedDomain> = {
  observe: observeDomain,
  ensure: ensureDomain,
  remove: removeDomain,
  list: listDomains,
  observed: observedDomainSchema,
  values: ({ catchAll, dkimSelector, dkimKey }) => [catchAll, dkimSelector, dkimKey],
  /** A domain that is known refuses an unknown address with 550, a foreign one with 554. */
  verify: async ({ smtpHost, smtpPort }, { name }, { catchAll }, signal) => {
    const answer = await askRecipient(smtpHost, smtpPort, `lightnode-check@${name}`, signal);
    if (answer.startsWith("550") || (catchAll !== null && answer.startsWith("250"))) return `Postfix answers ${answer}`;
    throw hostedServiceErrors.unknown_outcome({ detail: `Postfix answers ${answer}` });
  },
};

/** Mail domains as a kind of hosted object. */
export const mailDomainDefinition: HostedDefinition<DomainSpec, ObservedDomain> = {
  kind: "mail-domain",
  noun: "mail domain",
  pages: { label: "Mail domains", list: "/mail", detail: (id) => `/mail/${id}` },
  providers: ["mail"],
  quota: { USER: 3, GUEST: 0 },
  observed: observedDomainSchema,
  connect: (connection) => new MailObjects(connection, domainTable),
  loadSpec: async (db, { id }) => {
    const row = await db.prisma.mailDomain.findUnique({ where: { id } });
    if (!row) return null;
    const { catchAll, dkimSelector, dkimKeySealed } = row;
    return { catchAll, dkimSelector, dkimKey: openDkimKey(id, dkimKeySealed) };
  },
  compare: (spec, found) => [
    ...(found.active ? [] : ["The domain is switched off."]),
    ...(found.catchAll === spec.catchAll ? [] : [`The catch-all address is ${found.catchAll ?? "not set"}.`]),
    ...(found.dkimSelector === spec.dkimSelector ? [] : [`Mail is signed with the key ${found.dkimSelector}.`]),
  ],
  adoptDifference: async (tx, { id }, { catchAll }) => {
    await tx.prisma.mailDomain.update({ where: { id }, data: { catchAll } });
  },
  adoptOrphan: async (tx, { id }, { catchAll }) => {
    // The private key of before is not read: the run that follows sets a new one.
    const { selector, privateKey, publicKey } = await makeDkimKey(new Date());
    const key = { dkimSelector: selector, dkimKeySealed: sealDkimKey(id, privateKey), dkimPublic: publicKey };
    await tx.prisma.mailDomain.create({ data: { id, catchAll, ...key } });
  },
  onApplied: writeMailRecords,
};

export const mailDomainKind = defineHostedKind(mailDomainDefinition);
