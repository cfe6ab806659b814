import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Tx, transaction } from "@/lib/db/transaction";
import { markStarting } from "@/lib/workloads/lifecycle/change-workload";
import { enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import type { CredentialsView } from "../contract";
import { gameServerErrors } from "../errors";
import { gameServer } from "../game-server";
import { loadServer } from "../load-server";
import { describeCredentials, newCredentials, sealCredentials } from "./credentials";

/**
 * New remote console and panel passwords. Sessions of the old panel login end; a running game takes the new password by
 * a restart that saves the world first, since games read it only when they start.
 */
export async function rotateCredentials(
  actor: Actor,
  id: string,
  endPanelSessions: (tx: Tx, serverId: string) => Promise<void>,
): Promise<CredentialsView & { restarting: boolean }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.credentials", tx, { lock: true });
    if (server.status === "deleting") throw gameServerErrors.wrong_state({ detail: "The server is being deleted." });
    if (await unfinishedRun(tx, id)) {
      throw gameServerErrors.server_busy({ detail: "Credentials can be rotated when the server is not busy." });
    }
    const credentials = newCredentials(id);
    const sealed = sealCredentials(id, credentials);
    await tx.prisma.serverCredential.update({
      where: { serverId: id },
      data: { rconPasswordSealed: sealed.rcon, panelPasswordSealed: sealed.panel, rotatedAt: new Date() },
    });
    await endPanelSessions(tx, id);
    const restarting = server.status === "online" && server.nodeId !== null;
    if (restarting && server.nodeId) {
      await markStarting(tx, server);
      const options = { reason: "New console password" };
      await enqueueRun(tx, gameServer, { resource: server, nodeId: server.nodeId, kind: "restart", actor, options });
    }
    await recordAudit(tx, actor, { action: "server.credentials_rotated", targetKind: "server", targetId: id });
    return { ...describeCredentials(server, credentials), restarting };
  });
}
