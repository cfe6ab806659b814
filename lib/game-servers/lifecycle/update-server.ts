import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { gibToMb } from "@/lib/core/units";
import { type Tx, transaction } from "@/lib/db/transaction";
import { adjustCapacity } from "@/lib/nodes/place/reserve-place";
import { markStarting, resizeWorkload } from "@/lib/workloads/lifecycle/change-workload";
import { enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import type { PatchServerInput } from "../contract";
import { gameServerErrors } from "../errors";
import { gameServer } from "../game-server";
import { type LoadedServer, loadServer } from "../load-server";
import { checkQuota } from "../quota";
import { checkEnvironment } from "../templates/environment";
import { checkSize, loadTemplateById } from "../templates/template";

/**
 * Changes name, size or settings. A running server is restarted to take a new size or new settings (a run that saves
 * the world first); a stopped one takes them at its next start.
 */
export async function updateServer(
  actor: Actor,
  id: string,
  input: PatchServerInput,
): Promise<{ restarting: boolean }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.update", tx, { lock: true });
    if (server.status === "deleting") throw gameServerErrors.wrong_state({ detail: "The server is being deleted." });
    const next = {
      memoryMb: input.memory === undefined ? server.memoryMb : gibToMb(input.memory),
      diskMb: input.diskSpace === undefined ? server.diskMb : gibToMb(input.diskSpace),
      cpuMilli: input.cpu === undefined ? server.cpuMilli : Math.round(input.cpu * 1000),
    };
    const environment = input.environment ?? server.environment;
    await checkChange(tx, server, next, environment);
    await resizeWorkload(tx, id, { name: input.name ?? server.name, ...next });
    await tx.prisma.server.update({ where: { id }, data: { environment } });
    const { memoryMb, diskMb, cpuMilli } = server;
    await recordAudit(tx, actor, {
      action: "server.updated",
      targetKind: "server",
      targetId: id,
      before: { name: server.name, memoryMb, diskMb, cpuMilli },
      after: { name: input.name ?? server.name, ...next },
      // By name only: a value may be a password of the game's.
      detail: { variables: changedVariables(server.environment, environment) },
    });
    return { restarting: await restartIfNeeded(tx, actor, server, next, input) };
  });
}

function changedVariables(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

type Size = { memoryMb: number; diskMb: number; cpuMilli: number };

async function checkChange(
  tx: Tx,
  server: LoadedServer,
  next: Size,
  environment: Record<string, string>,
): Promise<void> {
  const template = await loadTemplateById(server.templateId, tx);
  checkEnvironment(template.spec, environment);
  checkSize(template, next);
  const change = {
    memoryMb: next.memoryMb - server.memoryMb,
    diskMb: next.diskMb - server.diskMb,
    cpuMilli: next.cpuMilli - server.cpuMilli,
  };
  const resized = change.memoryMb !== 0 || change.diskMb !== 0 || change.cpuMilli !== 0;
  if (!resized || !server.holdsCapacity || !server.nodeId) return;
  await checkQuota(tx, server.ownerId, { servers: 0, ...change });
  await adjustCapacity(tx, server.nodeId, change);
}

async function restartIfNeeded(
  tx: Tx,
  actor: Actor,
  server: LoadedServer,
  next: Size,
  input: PatchServerInput,
): Promise<boolean> {
  const affects =
    next.memoryMb !== server.memoryMb || next.cpuMilli !== server.cpuMilli || input.environment !== undefined;
  if (!affects || !server.nodeId) return false;
  if (await unfinishedRun(tx, server.id)) {
    throw gameServerErrors.server_busy({ detail: "Size and settings can be changed when the server is not busy." });
  }
  if (server.status !== "online") return false;
  await markStarting(tx, server);
  await enqueueRun(tx, gameServer, {
    resource: server,
    nodeId: server.nodeId,
    kind: "restart",
    actor,
    options: { reason: "New size or settings" },
  });
  return true;
}
