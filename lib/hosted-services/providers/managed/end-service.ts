import type { Actor } from "@/lib/access/actor";
import type { Tx } from "@/lib/db/transaction";
import { setState } from "@/lib/workloads/lifecycle/change-workload";
import { deleteWorkload } from "@/lib/workloads/lifecycle/delete-workload";
import { lockedWorkload } from "@/lib/workloads/load-workload";
import { cancelRun, enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import type { ManagedService } from "./managed-service";

/**
 * Removes the containers and the data of a managed service, in the caller's transaction. False when the worker has to do
 * it: the provider's row is deleted at the end of that run.
 */
export async function endService(tx: Tx, actor: Actor, id: string, { workload }: ManagedService): Promise<boolean> {
  const row = await lockedWorkload(tx, id);
  if (!row) return true;
  const current = await unfinishedRun(tx, id);
  if (row.nodeId === null && !current) {
    await deleteWorkload(tx, row);
    return true;
  }
  await setState(tx, row, { status: "deleting", wantRunning: false });
  if (current) await cancelRun(tx, current.id, "delete");
  else await enqueueRun(tx, workload, { resource: row, nodeId: row.nodeId, kind: "delete", actor });
  return false;
}
