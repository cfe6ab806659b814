import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { Mailbox } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { type NamedHosted, withNames } from "../../resources/hosted-views";
import { loadHosted } from "../../resources/load-hosted";

export const withMailbox = { ...withNames, mailbox: true } as const;
export type LoadedMailbox = NamedHosted & { mailbox: Mailbox };

/** The mailbox, if the actor may do this to it; see {@link loadHosted}. */
export async function loadMailbox(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<LoadedMailbox> {
  await loadHosted(actor, { id, kind: "mailbox", noun: "mailbox", permission }, db, options);
  const row = await db.prisma.hostedResource.findUnique({ where: { id }, include: withMailbox });
  if (!row?.mailbox) throw coreErrors.not_found({ detail: "There is no such mailbox." });
  return { ...row, mailbox: row.mailbox };
}
