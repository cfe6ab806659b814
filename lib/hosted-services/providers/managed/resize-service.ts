import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { gibToMb } from "@/lib/core/units";
import { transaction } from "@/lib/db/transaction";
import { adjustCapacity } from "@/lib/nodes/place/reserve-place";
import { resizeWorkload } from "@/lib/workloads/lifecycle/change-workload";
import type { ProviderView, ResizeProviderInput } from "../contract";
import { withCount, withStatus } from "../provider-views";
import { lockService } from "./lock-service";
import { enqueueRestart } from "./restart-service";

/**
 * Changes memory, CPU or disk space of a service that the panel runs. It restarts to take memory and CPU; the disk space is
 * what the worker compares its volume with from now on. `no_capacity` when its machine is too full.
 */
export async function resizeService(actor: Actor, id: string, input: ResizeProviderInput): Promise<ProviderView> {
  return transaction(async (tx) => {
    const service = await lockService(tx, actor, id);
    const { row } = service;
    const { name, nodeId, memoryMb, diskMb, cpuMilli } = row;
    const before = { memoryMb, diskMb, cpuMilli };
    const after = {
      memoryMb: input.memory === undefined ? memoryMb : gibToMb(input.memory),
      diskMb: input.diskSpace === undefined ? diskMb : gibToMb(input.diskSpace),
      cpuMilli: input.cpu === undefined ? cpuMilli : Math.round(input.cpu * 1000),
    };
    if (row.holdsCapacity) {
      await adjustCapacity(tx, nodeId, {
        memoryMb: after.memoryMb - memoryMb,
        diskMb: after.diskMb - diskMb,
        cpuMilli: after.cpuMilli - cpuMilli,
      });
    }
    await resizeWorkload(tx, id, { name, ...after });
    const needsRestart = after.memoryMb !== memoryMb || after.cpuMilli !== cpuMilli;
    if (needsRestart && row.status === "online") await enqueueRestart(tx, actor, service);
    const target = { targetKind: "provider", targetId: id } as const;
    await recordAudit(tx, actor, { action: "provider.resized", ...target, before, after });
    const changed = await tx.prisma.hostedProvider.findUniqueOrThrow({ where: { id }, include: withCount });
    return withStatus(changed, tx);
  });
}
