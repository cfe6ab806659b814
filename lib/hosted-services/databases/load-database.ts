import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { HostedDatabase } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { type NamedHosted, withNames } from "../resources/hosted-views";
import { loadHosted } from "../resources/load-hosted";

export type LoadedDatabase = NamedHosted & { database: HostedDatabase };

/** The database, if the actor may do this to it; see {@link loadHosted}. */
export async function loadDatabase(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<LoadedDatabase> {
  const request = { id, kind: "database", noun: "database", permission };
  await loadHosted(actor, request, db, options);
  const row = await db.prisma.hostedResource.findUnique({ where: { id }, include: { ...withNames, database: true } });
  if (!row?.database) throw coreErrors.not_found({ detail: "There is no such database." });
  return { ...row, database: row.database };
}
