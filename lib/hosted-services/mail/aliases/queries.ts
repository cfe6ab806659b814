import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { listTimeline } from "@/lib/workloads/queries";
import type { HostedEventView } from "../../contract";
import type { MailAliasView } from "../contract";
import type { MailListQuery } from "../domains/queries";
import { loadAlias, toAliasView, withAlias } from "./load-alias";

/** Aliases within the actor's reach, the newest first; `domain`: id of the only domain. */
export async function listMailAliases(
  actor: Actor,
  query: MailListQuery & { domain?: string | undefined },
): Promise<{ items: MailAliasView[]; nextCursor: string | null }> {
  const reach = authorise(actor, "mailbox.read");
  const isAll = reach === "all" && (query.all === true || query.domain !== undefined);
  const owned = isAll ? {} : { ownerId: actor.userId ?? "" };
  const limited = actor.resourceIds ? { id: { in: [...actor.resourceIds] } } : {};
  const named = query.q ? { name: { contains: query.q, mode: "insensitive" as const } } : {};
  const within = query.domain === undefined ? {} : { alias: { domainId: query.domain } };
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedResource.findMany({
      where: { AND: [where, { kind: "mail-alias" }, owned, limited, named, within] },
      include: withAlias,
      orderBy,
      take,
    }),
  );
  return { items: rows.flatMap(({ alias, ...row }) => (alias ? [toAliasView({ ...row, alias })] : [])), nextCursor };
}

export async function getMailAlias(actor: Actor, id: string): Promise<MailAliasView> {
  return toAliasView(await loadAlias(actor, id, "mailbox.read", sql()));
}

export async function listMailAliasEvents(
  actor: Actor,
  id: string,
  after?: number,
): Promise<{ items: HostedEventView[] }> {
  await loadAlias(actor, id, "mailbox.read", sql());
  return { items: await listTimeline(id, after) };
}
