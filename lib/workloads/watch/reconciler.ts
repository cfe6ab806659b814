import { sleep } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import { isAppError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { brokenConstraint } from "@/lib/db/errors";
import { sql, transaction } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { blockedPorts, unblockPort } from "@/lib/nodes/ports/ports";
import { isPortFree } from "@/lib/nodes/ports/probe-port";
import { type ContainerEngine, type ContainerSummary, labels } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import { findWorkload, type Workload, workloadsOnNode } from "../load-workload";
import { emitStatus } from "../publication/status-event";
import { enqueueRun, recordEvent, unfinishedRun } from "../runs/runs";
import type { WorkloadDefinition, WorkloadKinds } from "../workload-definition";
import { decideRepair, type Repair, type Seen } from "./decide-repair";
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
  kinds: WorkloadKinds;
  log: Logger;
  /** Since when the engine's events are listened to; null: not now. An exit before that was not observed. */
  watchedSince?: Date | null;
};

/**
 * Compares the database with one node's engine and repairs what the panel owns: workloads are moved to where they
 * should be, containers of deleted ones are removed, ports that other programs left are freed. Volumes without a
 * workload are only reported: they may be the last copy of a customer's data. Runs every minute, at start and when the engine comes back.
 */
export async function reconcileNode(deps: Deps): Promise<ReconcileReport> {
  const { node, engine } = deps;
  const own = { [labels.installation]: env().INSTALLATION_ID };
  const [containers, volumes, workloads] = await Promise.all([
    engine.list(own),
    engine.listVolumes(own),
    workloadsOnNode(sql(), node.id),
  ]);
  const byName = new Map(containers.map((container) => [container.name, container]));
  const report: ReconcileReport = { repaired: [], orphanContainers: [], orphanVolumes: [], unblockedPorts: 0 };
  for (const workload of workloads) {
    if (await repairWorkload(workload, byName.get(objectNames.container(workload.id)) ?? null, deps))
      report.repaired.push(workload.id);
  }
  report.orphanContainers = await removeOrphans(containers, deps);
  for (const volume of volumes) {
    const id = volume.labels[labels.resource];
    if (id && !(await findWorkload(sql(), id))) report.orphanVolumes.push(volume.name);
  }
  report.unblockedPorts = await probeBlockedPorts(deps);
  return report;
}

function seenAs(container: ContainerSummary | null): Seen {
  if (!container) return "absent";
  return container.status === "running" || container.status === "paused" ? container.status : "stopped";
}

/** Checks one workload, after an engine event or in a round; true when something was repaired. */
export async function repairWorkload(
  workload: Workload,
  container: ContainerSummary | null,
  deps: Deps,
): Promise<boolean> {
  const definition = deps.kinds.get(workload.kind);
  if (!definition || (await unfinishedRun(sql(), workload.id))) return false;
  const repair = decideRepair(workload.status, seenAs(container));
  if (repair.do === "nothing") return false;
  if (repair.do === "unpause") return unpauseWorkload(workload, deps);
  if (repair.do === "exited") {
    const state = await deps.engine.inspect(objectNames.container(workload.id));
    if (!state || seenAs(state) !== "stopped") return false;
    const since = deps.watchedSince;
    const unwatched = since !== undefined && (since === null || state.finishedAt === null || state.finishedAt < since);
    await handleExit(workload, state, { definition, engine: deps.engine }, unwatched);
    return true;
  }
  return beginRepair(workload, definition, repair);
}

/** Enqueues the run that repairs it; false when something else has changed it meanwhile. */
async function beginRepair(
  workload: Workload,
  definition: WorkloadDefinition,
  { kind, status, reason }: Extract<Repair, { do: "run" }>,
): Promise<boolean> {
  try {
    return await transaction(async (tx) => {
      // The state may have moved on since it was read: only then is the repair still right.
      const { count } = await tx.prisma.workload.updateMany({
        where: { id: workload.id, status: workload.status },
        data: { status },
      });
      if (count === 0 || !workload.nodeId) return false;
      await recordEvent(tx, { resourceId: workload.id, step: "reconcile", status, message: reason });
      const run = { resource: workload, nodeId: workload.nodeId, kind, actor: null, options: { reason } };
      await enqueueRun(tx, definition, run);
      await emitStatus(tx, workload, status);
      return true;
    });
  } catch (error) {
    if ((isAppError(error) && error.code === definition.busy().code) || brokenConstraint(error)) return false;
    throw error;
  }
}

/** A program that is paused in order to be ended is ended within this time; see end-for-disk.ts. */
const haltedMs = 1_000;

/** Resumes a program that is paused and should run. One that filled the disk is ended again when it is measured. */
async function unpauseWorkload({ id }: Workload, { engine, log }: Deps): Promise<boolean> {
  await sleep(haltedMs);
  const workload = await findWorkload(sql(), id);
  if (workload?.status !== "online" || (await unfinishedRun(sql(), id))) return false;
  const name = objectNames.container(id);
  if ((await engine.inspect(name))?.status !== "paused") return false;
  log.warn({ resource: id }, "a container was paused although it should run");
  await engine.unpause(name);
  const message = "It was paused on its machine although it should run; it was resumed.";
  await recordEvent(sql(), { resourceId: id, step: "reconcile", status: "online", message });
  return true;
}

async function removeOrphans(containers: ContainerSummary[], { engine, log }: Deps): Promise<string[]> {
  const removed: string[] = [];
  for (const container of containers) {
    const id = container.labels[labels.resource];
    if (!id || (await findWorkload(sql(), id)) || (await unfinishedRun(sql(), id))) continue;
    // Runs are kept longer than their workloads: without one this database never had the workload, and may be the
    // wrong database.
    if ((await sql().prisma.provisioningRun.count({ where: { resourceId: id } })) === 0) {
      log.warn({ container: container.name }, "a container of this installation that this database does not know");
      continue;
    }
    log.warn({ container: container.name, resource: id }, "removing a container whose workload was deleted");
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
  return `${report.repaired.length} workloads repaired, ${report.orphanContainers.length} containers removed, ${report.orphanVolumes.length} volumes without a workload, ${report.unblockedPorts} ports freed`;
}
