import type { Tx } from "@/lib/db/transaction";
import type { Workload } from "../load-workload";
import { emitStatus } from "../publication/status-event";
import { removeTimeline } from "../runs/runs";

/** Deletes the row, and with it the kind's own; call when the engine has nothing of it any more. */
export async function deleteWorkload(tx: Tx, workload: Pick<Workload, "id" | "kind" | "ownerId">): Promise<void> {
  await removeTimeline(tx, workload.id);
  await tx.prisma.workload.deleteMany({ where: { id: workload.id } });
  await emitStatus(tx, workload, "deleted");
}
