import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { setState } from "@/lib/workloads/lifecycle/change-workload";
import { deleteWorkload } from "@/lib/workloads/lifecycle/delete-workload";
import { unfinishedRun } from "@/lib/workloads/runs/runs";
import { loadServer } from "../load-server";
import { replaceRun } from "./power-server";

/**
 * Deletes a server in any state: a current run is cancelled, then container, volume, ports, capacity and row are
 * removed, in that order (lib/workloads/work/plans.ts). A failed create that holds no resources any more is deleted at once.
 */
export async function deleteServer(actor: Actor, id: string): Promise<{ status: "deleting" }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.delete", tx, { lock: true });
    if (server.status === "deleting") return { status: "deleting" };
    await recordAudit(tx, actor, {
      action: "server.deleted",
      targetKind: "server",
      targetId: id,
      detail: { name: server.name, from: server.status },
    });
    if (server.nodeId === null && !(await unfinishedRun(tx, id))) {
      await deleteWorkload(tx, server);
      return { status: "deleting" };
    }
    await setState(tx, server, { status: "deleting", wantRunning: false });
    await replaceRun(tx, server, "delete", actor);
    return { status: "deleting" };
  });
}
