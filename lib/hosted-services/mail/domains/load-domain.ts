import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { MailDomain } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { type NamedHosted, withNames } from "../../resources/hosted-views";
import { loadHosted } from "../../resources/load-hosted";

export const withMail = {
  ...withNames,
  mail: { include: { _count: { select: { mailboxes: true, aliases: true } } } },
} as const;

export type LoadedMailDomain = NamedHosted & { mail: MailDomain & { _count: { mailboxes: number; aliases: number } } };

/** The domain, if the actor may do this to it; see {@link loadHosted}. */
export async function loadMailDomain(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<LoadedMailDomain> {
  await loadHosted(actor, { id, kind: "mail-domain", noun: "mail domain", permission }, db, options);
  const row = await db.prisma.hostedResource.findUnique({ where: { id }, include: withMail });
  if (!row?.mail) throw coreErrors.not_found({ detail: "There is no such mail domain." });
  return { ...row, mail: row.mail };
}

/** Id of a domain in the panel by its name; for rows of mailboxes that the provider has and the panel has not. */
export async function domainIdOf(db: Sql, name: string): Promise<string> {
  const where = { kind_objectName: { kind: "mail-domain", objectName: name } };
  const row = await db.prisma.hostedResource.findUnique({ where, select: { id: true } });
  if (row) return row.id;
  throw hostedServiceErrors.hosted_wrong_state({ detail: `The panel has no mail domain ${name}. Adopt that first.` });
}
