import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { regionSlug, reservePlace } from "@/lib/nodes/place/reserve-place";
import { placeAgain, setState } from "@/lib/workloads/lifecycle/change-workload";
import { enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import { gameServerErrors } from "../errors";
import { gameServer } from "../game-server";
import { loadServer } from "../load-server";
import { checkQuota } from "../quota";
import { loadTemplateById } from "../templates/template";
import { requireNode } from "./power-server";

/**
 * Tries again after a failure: a create that released its reservation makes a new one; a failed reinstall is repeated;
 * a crashed server is started. It needs `server.power`, and `server.reinstall` where it sets up from nothing.
 */
export async function retryServer(actor: Actor, id: string): Promise<{ status: "provisioning" | "starting" }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.power", tx, { lock: true });
    if (server.status !== "crashed") await loadServer(actor, id, "server.reinstall", tx);
    if (await unfinishedRun(tx, id))
      throw gameServerErrors.server_busy({ detail: "The clean-up of the failed attempt is still running." });
    if (server.status !== "failed" && server.status !== "crashed") {
      throw gameServerErrors.wrong_state({ detail: `The server is ${server.status}; there is nothing to retry.` });
    }
    await recordAudit(tx, actor, { action: "server.retried", targetKind: "server", targetId: id });
    if (server.status === "crashed") {
      await setState(tx, server, { status: "starting", wantRunning: true });
      await enqueueRun(tx, gameServer, { resource: server, nodeId: requireNode(server), kind: "start", actor });
      return { status: "starting" };
    }
    await setState(tx, server, { status: "provisioning", wantRunning: true });
    if (server.holdsCapacity) {
      await enqueueRun(tx, gameServer, { resource: server, nodeId: requireNode(server), kind: "reinstall", actor });
      return { status: "provisioning" };
    }
    const size = { memoryMb: server.memoryMb, diskMb: server.diskMb, cpuMilli: server.cpuMilli };
    await checkQuota(tx, server.ownerId, { servers: 0, ...size });
    const template = await loadTemplateById(server.templateId, tx);
    const place = await reservePlace(tx, {
      resourceId: id,
      region: await regionSlug(tx, server.regionId),
      ports: template.spec.ports.map(({ name, protocol }) => ({ name, protocol })),
      ...size,
    });
    await placeAgain(tx, id, place);
    await enqueueRun(tx, gameServer, { resource: server, nodeId: place.nodeId, kind: "create", actor });
    return { status: "provisioning" };
  });
}
