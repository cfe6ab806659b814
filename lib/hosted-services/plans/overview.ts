import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Sql } from "@/lib/db/transaction";
import { sql } from "@/lib/db/transaction";
import type { HostedKind } from "../resources/define-hosted-kind";
import type { Attention } from "../resources/hosted-definition";
import { hostedKinds } from "../resources/hosted-kinds";
import { quotasOf } from "../resources/quota";
import type { HostedOverviewView } from "./contract";

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
