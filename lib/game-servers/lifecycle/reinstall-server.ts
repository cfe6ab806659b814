import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { setState } from "@/lib/workloads/lifecycle/change-workload";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import { gameServerErrors } from "../errors";
import { gameServer } from "../game-server";
import { loadServer } from "../load-server";
import { requireNode } from "./power-server";

/** Wipes the server's files and sets it up again, keeping address, port and credentials. */
export async function reinstallServer(actor: Actor, id: string): Promise<{ status: "provisioning" }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.reinstall", tx, { lock: true });
    if (!["online", "offline", "crashed"].includes(server.status)) {
      throw gameServerErrors.wrong_state({ detail: `A server that is ${server.status} cannot be reinstalled.` });
    }
    await setState(tx, server, { status: "provisioning", wantRunning: true });
    await enqueueRun(tx, gameServer, { resource: server, nodeId: requireNode(server), kind: "reinstall", actor });
    await recordAudit(tx, actor, { action: "server.reinstalled", targetKind: "server", targetId: id });
    return { status: "provisioning" };
  });
}
