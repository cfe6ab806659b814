import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Tx, transaction } from "@/lib/db/transaction";
import { setState } from "@/lib/workloads/lifecycle/change-workload";
import { cancelRun, enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import type { PowerAction, ServerStatus } from "../contract";
import { gameServerErrors } from "../errors";
import { gameServer } from "../game-server";
import { type LoadedServer, loadServer } from "../load-server";
import { decidePower } from "./power-rules";

/** Starts, stops, restarts or kills a server: decides by its state and leaves the work to a run. */
export async function powerServer(actor: Actor, id: string, action: PowerAction): Promise<{ status: ServerStatus }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.power", tx, { lock: true });
    const inHand = await unfinishedRun(tx, id);
    const decision = decidePower(action, server.status, inHand?.kind ?? null);
    if (decision.do === "refuse") throw gameServerErrors[decision.code]({ detail: decision.detail });
    if (decision.do === "nothing") return { status: server.status };
    await setState(tx, server, decision);
    if (inHand) await cancelRun(tx, inHand.id, decision.kind);
    else
      await enqueueRun(tx, gameServer, { resource: server, nodeId: requireNode(server), kind: decision.kind, actor });
    await recordAudit(tx, actor, {
      action: `server.${action}`,
      targetKind: "server",
      targetId: id,
      detail: { from: server.status },
    });
    return { status: decision.status };
  });
}

export function requireNode(server: LoadedServer): string {
  if (!server.nodeId) throw gameServerErrors.wrong_state({ detail: "The server has no machine: retry or delete it." });
  return server.nodeId;
}

/** Enqueues a run unless one is in progress; the current run is cancelled first when the new one replaces it. */
export async function replaceRun(tx: Tx, server: LoadedServer, kind: string, actor: Actor): Promise<void> {
  const inHand = await unfinishedRun(tx, server.id);
  if (inHand) await cancelRun(tx, inHand.id, kind);
  else await enqueueRun(tx, gameServer, { resource: server, nodeId: requireNode(server), kind, actor });
}
