import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { endRestart } from "@/lib/workloads/lifecycle/change-workload";
import { discardRun, optionsOfRun, recordEvent, unfinishedRun } from "@/lib/workloads/runs/runs";
import { gameServerErrors } from "../errors";
import { loadServer } from "../load-server";

const message = "The restart was cancelled.";

/** Cancels the restart that waits after a crash: the server stays crashed, with the reason. */
export async function cancelRestart(actor: Actor, id: string): Promise<{ status: "crashed" }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.power", tx, { lock: true });
    const waiting = await unfinishedRun(tx, id);
    if (!waiting || !(await optionsOfRun(tx, waiting.id)).afterCrash) {
      throw gameServerErrors.wrong_state({ detail: "No restart is waiting." });
    }
    if (!(await discardRun(tx, waiting.id, { code: "cancelled", message }))) {
      throw gameServerErrors.wrong_state({ detail: "The restart has begun. Stop the server instead." });
    }
    await endRestart(tx, server);
    await recordEvent(tx, { resourceId: id, step: "exit", status: "crashed", message });
    await recordAudit(tx, actor, { action: "server.restart_cancelled", targetKind: "server", targetId: id });
    return { status: "crashed" };
  });
}
