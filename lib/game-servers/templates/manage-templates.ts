import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import type { ManagedTemplateView } from "./contract";

const selected = {
  id: true,
  slug: true,
  name: true,
  description: true,
  image: true,
  enabled: true,
  _count: { select: { servers: true } },
} as const;

type Row = Omit<ManagedTemplateView, "servers"> & { _count: { servers: number } };
const toView = ({ _count, ...template }: Row): ManagedTemplateView => ({ ...template, servers: _count.servers });

/** Every game of the panel by name, also those that are not offered. */
export async function listManagedTemplates(actor: Actor): Promise<{ items: ManagedTemplateView[] }> {
  authorise(actor, "template.manage");
  const rows = await sql().prisma.template.findMany({ select: selected, orderBy: { name: "asc" } });
  return { items: rows.map(toView) };
}

/**
 * Offers a game, or no longer. Servers that exist keep running and can be started, changed and installed again.
 * Throws `not_found`.
 */
export async function changeTemplate(
  actor: Actor,
  id: string,
  { enabled }: { enabled: boolean },
): Promise<ManagedTemplateView> {
  authorise(actor, "template.manage");
  return transaction(async (tx) => {
    const before = await tx.prisma.template.findUnique({ where: { id }, select: { enabled: true } });
    if (!before) throw coreErrors.not_found({ detail: "There is no such game." });
    const row = await tx.prisma.template.update({ where: { id }, data: { enabled }, select: selected });
    if (before.enabled !== enabled)
      await recordAudit(tx, actor, {
        action: enabled ? "template.enabled" : "template.disabled",
        targetKind: "template",
        targetId: id,
        detail: { name: row.name },
      });
    return toView(row);
  });
}
