import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Tx, transaction } from "@/lib/db/transaction";
import { setState } from "@/lib/workloads/lifecycle/change-workload";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import type { ProviderView } from "../contract";
import { withCount, withStatus } from "../provider-views";
import { type LockedService, lockService } from "./lock-service";

/** Stops a service that the panel runs and starts it again, or starts one that has stopped or crashed. */
export async function restartService(actor: Actor, id: string): Promise<ProviderView> {
  return transaction(async (tx) => {
    const service = await lockService(tx, actor, id);
    await enqueueRestart(tx, actor, service);
    const detail = { from: service.row.status };
    await recordAudit(tx, actor, { action: "provider.restarted", targetKind: "provider", targetId: id, detail });
    const changed = await tx.prisma.hostedProvider.findUniqueOrThrow({ where: { id }, include: withCount });
    return withStatus(changed, tx);
  });
}

/** A start makes the container again, so that it has the present settings and size. */
export async function enqueueRestart(tx: Tx, actor: Actor, { row, managed }: LockedService): Promise<void> {
  await setState(tx, row, { status: "starting", wantRunning: true });
  const kind = row.status === "online" ? "restart" : "start";
  await enqueueRun(tx, managed.workload, { resource: row, nodeId: row.nodeId, kind, actor });
}
