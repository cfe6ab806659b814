import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { type AuditEvent, recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { type NodeView, type patchNodeBody, reachableDestination } from "./contract";
import { lockNode } from "./nodes.sql";

type NodeChange = z.output<typeof patchNodeBody>;

/**
 * Changes a machine, named by its id or name, as a whole or not at all. `state` takes it out of placement (draining,
 * maintenance) or back in; what runs on it stays where it is. `reachable` says what customers' containers on it may reach
 * besides public addresses; in force within a minute. Throws `not_found`.
 */
export async function changeNode(actor: Actor, idOrName: string, change: NodeChange): Promise<Pick<NodeView, "state">> {
  authorise(actor, "node.manage");
  return transaction(async (tx) => {
    const found = await tx.prisma.node.findFirst({
      where: { OR: [{ id: idOrName }, { name: idOrName }] },
      select: { id: true },
    });
    if (!found) throw coreErrors.not_found({ detail: "There is no such node." });
    await tx.row(lockNode, [found.id]);
    const row = await tx.prisma.node.findUnique({
      where: { id: found.id },
      select: { id: true, state: true, reachable: true },
    });
    if (!row) throw coreErrors.not_found({ detail: "There is no such node." });
    const node = { ...row, reachable: reachableDestination.array().parse(row.reachable) };
    const { state = node.state, reachable = node.reachable } = change;
    await tx.prisma.node.update({ where: { id: node.id }, data: { state, reachable } });
    const audit = (action: AuditEvent["action"], before: Partial<NodeChange>, after: Partial<NodeChange>) =>
      recordAudit(tx, actor, { action, targetKind: "node", targetId: node.id, before, after });
    if (change.state) await audit("node.state_changed", { state: node.state }, { state });
    if (change.reachable) await audit("node.reachable_changed", { reachable: node.reachable }, { reachable });
    return { state };
  });
}
