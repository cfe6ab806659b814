import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { markStarting } from "@/lib/workloads/lifecycle/change-workload";
import { lockedWorkload } from "@/lib/workloads/load-workload";
import { enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../../errors";
import type { ProviderView } from "../contract";
import { loadProvider } from "../load-provider";
import { providerKindOf } from "../provider-registry";
import { withCount, withStatus } from "../provider-views";

/**
 * Takes newer packages for a service that the panel runs, and what this version of the panel changed in it. A run makes
 * the image and restarts the service where something has changed; a service that does not become ready runs as before.
 */
export async function upgradeService(actor: Actor, id: string): Promise<ProviderView> {
  return transaction(async (tx) => {
    const provider = await loadProvider(actor, id, "provider.manage", tx);
    const { managed } = providerKindOf(provider.kind);
    const row = provider.mode === "managed" ? await lockedWorkload(tx, id) : null;
    if (!managed || !row) {
      const message = "The panel does not run this service. Upgrade it where it runs.";
      throw coreErrors.validation_failed({ errors: [{ path: "id", message }] });
    }
    if (await unfinishedRun(tx, id)) throw hostedServiceErrors.hosted_busy();
    const { nodeId, imageId, status } = row;
    if (nodeId === null || imageId === null || status === "deleting") {
      throw hostedServiceErrors.hosted_wrong_state({ detail: `The service is ${status}.` });
    }
    await markStarting(tx, row);
    const run = { resource: row, nodeId, kind: "upgrade", actor, options: { formerImageId: imageId } };
    await enqueueRun(tx, managed.workload, run);
    await recordAudit(tx, actor, { action: "provider.upgraded", targetKind: "provider", targetId: id });
    return withStatus(await tx.prisma.hostedProvider.findUniqueOrThrow({ where: { id }, include: withCount }));
  });
}
