import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { MailAlias } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { type NamedHosted, toHostedView, withNames } from "../../resources/hosted-views";
import { loadHosted } from "../../resources/load-hosted";
import { displayAddress, domainOf } from "../addresses";
import type { MailAliasView } from "../contract";

export const withAlias = { ...withNames, alias: true } as const;
export type LoadedAlias = NamedHosted & { alias: MailAlias };

/** The alias, if the actor may do this to it; see {@link loadHosted}. */
export async function loadAlias(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<LoadedAlias> {
  await loadHosted(actor, { id, kind: "mail-alias", noun: "alias", permission }, db, options);
  const row = await db.prisma.hostedResource.findUnique({ where: { id }, include: withAlias });
  if (!row?.alias) throw coreErrors.not_found({ detail: "There is no such alias." });
  return { ...row, alias: row.alias };
}

export function toAliasView(row: LoadedAlias): MailAliasView {
  return {
    ...toHostedView(row),
    name: row.objectName,
    address: displayAddress(row.objectName),
    domain: { id: row.alias.domainId, name: domainOf(row.objectName) },
    destinations: row.alias.destinations.map(displayAddress),
  };
}
