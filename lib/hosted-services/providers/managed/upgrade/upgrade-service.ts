import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { markStarting } from "@/lib/workloads/lifecycle/change-workload";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import type { ProviderView } from "../../contract";
import { withCount, withStatus } from "../../provider-views";
import { lockService } from "../lock-service";

/**
 * Takes newer packages for a service that the panel runs, and what this version of the panel changed in it. A run makes
 * the image and restarts the service where something has changed; a service that does not become ready runs as before.
 */
export async function upgradeService(actor: Actor, id: string): Promise<ProviderView> {
  return transaction(async (tx) => {
    const { managed, row } = await lockService(tx, actor, id);
    await markStarting(tx, row);
    const options = row.imageId === null ? {} : { formerImageId: row.imageId };
    await enqueueRun(tx, managed.workload, { resource: row, nodeId: row.nodeId, kind: "upgrade", actor, options });
    await recordAudit(tx, actor, { action: "provider.upgraded", targetKind: "provider", targetId: id });
    const changed = await tx.prisma.hostedProvider.findUniqueOrThrow({ where: { id }, include: withCount });
    return withStatus(changed, tx);
  });
}
