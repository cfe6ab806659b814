import { z } from "zod";
import { hostedServiceErrors } from "../../errors";
import { defineHostedKind } from "../../resources/define-hosted-kind";
import type { HostedDefinition } from "../../resources/hosted-definition";
import { domainOf } from "../addresses";
import { domainIdOf } from "../domains/load-domain";
import { askRecipient } from "../server/ask-recipient";
import { ensureAlias, listAliases, observeAlias, removeAlias } from "../server/mail.remote.sql";
import { MailObjects, type MailTable } from "../server/mail-objects";

export type AliasSpec = { destinations: readonly string[] };
const observedAliasSchema = z.object({ destinations: z.array(z.string()) });
export type ObservedAlias = z.output<typeof observedAliasSchema>;

const aliasTable: MailTable<AliasSpec, ObservedAlias> = {
  observe: observeAlias,
  ensure: ensureAlias,
  remove: removeAlias,
  list: listAliases,
  observed: observedAliasSchema,
  values: ({ destinations }) => [destinations],
  verify: async ({ smtpHost, smtpPort }, { name }, _, signal) => {
    const answer = await askRecipient(smtpHost, smtpPort, name, signal);
    if (answer.startsWith("250")) return `Postfix answers ${answer}`;
    throw hostedServiceErrors.unknown_outcome({ detail: `Postfix answers ${answer}` });
  },
};

/** Aliases as a kind of hosted object: addresses whose mail goes to others. */
export const mailAliasDefinition: HostedDefinition<AliasSpec, ObservedAlias> = {
  kind: "mail-alias",
  noun: "alias",
  // An alias is a line on the page of its domain.
  pages: { label: "Mail aliases", list: "/mail", detail: () => "/mail" },
  providers: ["mail"],
  quota: { USER: 100, GUEST: 0 },
  observed: observedAliasSchema,
  connect: (connection) => new MailObjects(connection, aliasTable),
  loadSpec: async (db, { id }) => {
    const row = await db.prisma.mailAlias.findUnique({ where: { id } });
    return row && { destinations: row.destinations };
  },
  compare: (spec, found) =>
    spec.destinations.join() === found.destinations.join() ? [] : [`Mail goes to ${found.destinations.join(", ")}.`],
  adoptDifference: async (tx, { id }, { destinations }) => {
    await tx.prisma.mailAlias.update({ where: { id }, data: { destinations } });
  },
  adoptOrphan: async (tx, { id, objectName }, { destinations }) => {
    const domainId = await domainIdOf(tx, domainOf(objectName));
    await tx.prisma.mailAlias.create({ data: { id, domainId, destinations } });
  },
};

export const mailAliasKind = defineHostedKind(mailAliasDefinition);
