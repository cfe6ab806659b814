import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { DnsZone } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { type NamedHosted, withNames } from "../../resources/hosted-views";
import { loadHosted } from "../../resources/load-hosted";

const withZone = { ...withNames, zone: { include: { _count: { select: { rrsets: true } } } } } as const;

export type LoadedZone = NamedHosted & { zone: DnsZone & { _count: { rrsets: number } } };

/** The zone, if the actor may do this to it; see {@link loadHosted}. */
export async function loadZone(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<LoadedZone> {
  await loadHosted(actor, { id, kind: "dns-zone", noun: "zone", permission }, db, options);
  const row = await db.prisma.hostedResource.findUnique({ where: { id }, include: withZone });
  if (!row?.zone) throw coreErrors.not_found({ detail: "There is no such zone." });
  return { ...row, zone: row.zone };
}
