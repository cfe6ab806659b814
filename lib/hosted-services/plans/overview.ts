import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Sql } from "@/lib/db/transaction";
import { sql } from "@/lib/db/transaction";
import type { HostedStatus } from "../contract";
import type { HostedKind } from "../resources/define-hosted-kind";
import type { Attention } from "../resources/hosted-definition";
import { hostedKinds } from "../resources/hosted-kinds";
import { quotasOf } from "../resources/quota";
import type { HostedOverviewView } from "./contract";

/** Mailboxes and aliases are seen with their domain. */
const cardKinds: readonly string[] = ["database", "mail-domain", "dns-zone"];

/** Objects that one answer lists; further ones are found in their lists. */
const attentionLimit = 20;

/** What the actor has of each kind, what the plan allows, and what needs attention. */
export async function getHostedOverview(actor: Actor): Promise<HostedOverviewView> {
  authorise(actor, "hosted.read");
  const ownerId = actor.userId ?? "";
  const db = sql();
  const [quotas, counts, attention] = await Promise.all([
    quotasOf(db, hostedKinds, ownerId),
    db.prisma.hostedResource.groupBy({ by: ["kind", "status"], where: { ownerId }, _count: true }),
    Promise.all(hostedKinds.map((kind) => attentionOf(db, kind, ownerId))),
  ]);
  const kinds = hostedKinds.map(({ kind, pages }) => {
    const own = counts.filter((row) => row.kind === kind);
    const byStatus = Object.fromEntries(own.map(({ status, _count }) => [status, _count]));
    const used = own.reduce((sum, { _count }) => sum + _count, 0);
    return { kind, label: pages.label, href: pages.list, used, max: quotas.get(kind)?.max ?? null, byStatus };
  });
  return { kinds, attention: attention.flat().slice(0, attentionLimit) };
}

/** The newest things of the actor that are listed on a page of their own, of every kind. */
export async function recentHosted(
  actor: Actor,
  limit: number,
): Promise<{ id: string; kind: string; name: string; status: HostedStatus; href: string }[]> {
  authorise(actor, "hosted.read");
  const shown = hostedKinds.filter(({ kind }) => cardKinds.includes(kind));
  const rows = await sql().prisma.hostedResource.findMany({
    where: { ownerId: actor.userId ?? "", kind: { in: shown.map(({ kind }) => kind) } },
    select: { id: true, kind: true, name: true, status: true },
    orderBy: { createdAt: "desc" },
    take: limit,
  });
  return rows.flatMap(({ id, kind, name, status }) => {
    const pages = shown.find((definition) => definition.kind === kind)?.pages;
    return pages ? [{ id, kind, name, status, href: pages.detail(id) }] : [];
  });
}

async function attentionOf(db: Sql, kind: HostedKind, ownerId: string) {
  const failed = await db.prisma.hostedResource.findMany({
    where: { ownerId, kind: kind.kind, status: "failed" },
    select: { id: true, name: true, failureMessage: true },
    orderBy: { updatedAt: "desc" },
    take: attentionLimit,
  });
  const own: Attention[] = failed.map(({ id, name, failureMessage }) => ({
    id,
    name,
    reason: failureMessage ?? "The last change failed.",
  }));
  const further = (await kind.attention?.(db, ownerId)) ?? [];
  return [...own, ...further].map((entry) => ({ ...entry, kind: kind.kind, href: kind.pages.detail(entry.id) }));
}
