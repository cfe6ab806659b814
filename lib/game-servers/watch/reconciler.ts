import { sleep } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import type { Logger } from "@/lib/core/log";
import { brokenConstraint } from "@/lib/db/errors";
import { sql, transaction } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { blockedPorts, unblockPort } from "@/lib/nodes/ports";
import { isPortFree } from "@/lib/nodes/probe-port";
import { type ContainerEngine, type ContainerSummary, labels } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import { findServer, type LoadedServer, serversOnNode } from "../load-server";
import { enqueueRun, recordEvent, unfinishedRun } from "../runs";
import type { Publish } from "../work/context";
import { decideRepair, type Seen } from "./decide-repair";
import { handleExit } from "./handle-exit";

export type ReconcileReport = {
  repaired: string[];
  orphanContainers: string[];
  orphanVolumes: string[];
  unblockedPorts: number;
};

type Deps = {
  node: EngineNode;
  engine: ContainerEngine;
  publish: Publish;
  log: Logger;
  /** Since when the engine's events are listened to; null: not now. An exit before that was not observed. */
  watchedSince?: Date | null;
};

/**
 * Compares the database with one node's engine and repairs what the panel owns: servers are moved to where they should
 * be, containers of deleted servers are removed, ports that other programs left are freed. Volumes without a server
 * are only reported: they may be the last copy of a world. Runs every minute, at start and when the engine comes back.
 */
export async function reconcileNode(deps: Deps): Promise<ReconcileReport> {
  const { node, engine } = deps;
  const own = { [labels.installation]: env().INSTALLATION_ID };
  const [containers, volumes, servers] = await Promise.all([
    engine.list(own),
    engine.listVolumes(own),
    serversOnNode(sql(), node.id),
  ]);
  const byName = new Map(containers.map((container) => [container.name, container]));
  const report: ReconcileReport = { repaired: [], orphanContainers: [], orphanVolumes: [], unblockedPorts: 0 };
  for (const server of servers) {
    if (await repairServer(server, byName.get(objectNames.container(server.id)) ?? null, deps))
      report.repaired.push(server.id);
  }
  report.orphanContainers = await removeOrphans(containers, deps);
  for (const volume of volumes) {
    const serverId = volume.labels[labels.server];
    if (serverId && !(await findServer(sql(), serverId))) report.orphanVolumes.push(volume.name);
  }
  report.unblockedPorts = await probeBlockedPorts(deps);
  return report;
}

function seenAs(container: ContainerSummary | null): Seen {
  if (!container) return "absent";
  return container.status === "running" || container.status === "paused" ? container.status : "stopped";
}

/** Checks one server, after an engine event or in a round; true when something was repaired. */
export async function repairServer(
  server: LoadedServer,
  container: ContainerSummary | null,
  deps: Deps,
): Promise<boolean> {
  if (await unfinishedRun(sql(), server.id)) return false;
  const repair = decideRepair(server.status, seenAs(container));
  if (repair.do === "nothing") return false;
  if (repair.do === "unpause") return unpauseServer(server, deps);
  if (repair.do === "exited") {
    const state = await deps.engine.inspect(objectNames.container(server.id));
    if (!state || seenAs(state) !== "stopped") return false;
    const since = deps.watchedSince;
    const unwatched = since !== undefined && (since === null || state.finishedAt === null || state.finishedAt < since);
    await handleExit(server, state, deps.engine, deps.publish, unwatched);
    return true;
  }
  const { kind, status, reason } = repair;
  let changed = false;
  try {
    changed = await transaction(async (tx) => {
      // The state may have moved on since it was read: only then is the repair still right.
      const still = await tx.run("UPDATE server SET status = $3 WHERE id = $1 AND status = $2", [
        server.id,
        server.status,
        status,
      ]);
      if (still === 0 || !server.nodeId) return false;
      await recordEvent(tx, { serverId: server.id, step: "reconcile", status, message: reason });
      await enqueueRun(tx, { serverId: server.id, nodeId: server.nodeId, kind, actor: null, options: { reason } });
      return true;
    });
  } catch (error) {
    if ((error as { code?: string }).code === "server_busy" || brokenConstraint(error)) return false;
    throw error;
  }
  if (!changed) return false;
  deps.publish(server.id, server.ownerId, "server.status", {
    serverId: server.id,
    status,
    at: new Date().toISOString(),
  });
  return true;
}

/** A game that is paused in order to be ended is ended within this time; see end-for-disk.ts. */
const haltedMs = 1_000;

/** Resumes a game that is paused and should run. One that filled the disk is ended again when it is measured. */
async function unpauseServer({ id }: LoadedServer, { engine, log }: Deps): Promise<boolean> {
  await sleep(haltedMs);
  const server = await findServer(sql(), id);
  if (server?.status !== "online" || (await unfinishedRun(sql(), id))) return false;
  const name = objectNames.container(id);
  if ((await engine.inspect(name))?.status !== "paused") return false;
  log.warn({ server: id }, "a game was paused although it should run");
  await engine.unpause(name);
  const message = "It was paused on its machine although it should run; it was resumed.";
  await recordEvent(sql(), { serverId: id, step: "reconcile", status: "online", message });
  return true;
}

async function removeOrphans(containers: ContainerSummary[], { engine, log }: Deps): Promise<string[]> {
  const removed: string[] = [];
  for (const container of containers) {
    const serverId = container.labels[labels.server];
    if (!serverId || (await findServer(sql(), serverId)) || (await unfinishedRun(sql(), serverId))) continue;
    // Runs are kept longer than their servers: without one this database never had the server, and may be the wrong
    // database.
    if (!(await sql().row("SELECT 1 FROM provisioning_run WHERE server_id = $1 LIMIT 1", [serverId]))) {
      log.warn({ container: container.name }, "a container of this installation that this database does not know");
      continue;
    }
    log.warn({ container: container.name, server: serverId }, "removing a container whose server was deleted");
    await engine.remove(container.name);
    removed.push(container.name);
  }
  return removed;
}

async function probeBlockedPorts({ node, log }: Deps): Promise<number> {
  if (node.dockerHost !== null) return 0;
  let freed = 0;
  for (const held of await blockedPorts(sql(), node.id)) {
    if (!(await isPortFree(held.bindAddress, held.port, held.protocol))) continue;
    await unblockPort(sql(), held);
    freed++;
    log.info({ port: held.port }, "a port that another program held is free again");
  }
  return freed;
}

export function describeReport(report: ReconcileReport): string {
  return `${report.repaired.length} servers repaired, ${report.orphanContainers.length} containers removed, ${report.orphanVolumes.length} volumes without a server, ${report.unblockedPorts} ports freed`;
}
