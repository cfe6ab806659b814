import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { listTimeline } from "@/lib/workloads/queries";
import type { HostedEventView } from "../../contract";
import type { MailboxView } from "../contract";
import type { MailListQuery } from "../domains/queries";
import { loadMailbox, withMailbox } from "./load-mailbox";
import { toMailboxView } from "./mailbox-views";

/** Mailboxes within the actor's reach, the newest first; `domain`: id of the only domain. */
export async function listMailboxes(
  actor: Actor,
  query: MailListQuery & { domain?: string | undefined },
): Promise<{ items: MailboxView[]; nextCursor: string | null }> {
  const reach = authorise(actor, "mailbox.read");
  const isAll = reach === "all" && (query.all === true || query.domain !== undefined);
  const owned = isAll ? {} : { ownerId: actor.userId ?? "" };
  const limited = actor.resourceIds ? { id: { in: [...actor.resourceIds] } } : {};
  const named = query.q ? { name: { contains: query.q, mode: "insensitive" as const } } : {};
  const within = query.domain === undefined ? {} : { mailbox: { domainId: query.domain } };
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedResource.findMany({
      where: { AND: [where, { kind: "mailbox" }, owned, limited, named, within] },
      include: withMailbox,
      orderBy,
      take,
    }),
  );
  const items = rows.flatMap(({ mailbox, ...row }) => (mailbox ? [toMailboxView({ ...row, mailbox })] : []));
  return { items, nextCursor };
}

export async function getMailbox(actor: Actor, id: string): Promise<MailboxView> {
  return toMailboxView(await loadMailbox(actor, id, "mailbox.read", sql()));
}

export async function listMailboxEvents(
  actor: Actor,
  id: string,
  after?: number,
): Promise<{ items: HostedEventView[] }> {
  await loadMailbox(actor, id, "mailbox.read", sql());
  return { items: await listTimeline(id, after) };
}
