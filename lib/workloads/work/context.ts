import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { type EngineRegistry, findNode } from "@/lib/nodes/engines";
import { portsOf } from "@/lib/nodes/ports/ports";
import type { ContainerSpec } from "@/lib/provisioning/engine";
import { buildContainerSpec } from "../container-spec";
import { findWorkload, type Workload } from "../load-workload";
import type { ClaimedRun } from "../runs/resource-kind";
import type { RunContext, WorkloadDefinition, WorkloadSpec } from "../workload-definition";

/** What one run works with; null when the workload was deleted. */
export async function loadRunContext(
  run: ClaimedRun,
  definition: WorkloadDefinition,
  engines: EngineRegistry,
  log: Logger,
): Promise<RunContext | null> {
  const [workload, node] = await Promise.all([
    findWorkload(sql(), run.resourceId),
    run.nodeId ? findNode(sql(), run.nodeId) : null,
  ]);
  if (!workload || !node) return null;
  const spec = await loadSpec(definition, workload);
  return { run, definition, workload, spec, node, engine: engines.engineOf(node), log };
}

async function loadSpec(definition: WorkloadDefinition, workload: Workload): Promise<WorkloadSpec> {
  const spec = await definition.spec(sql(), workload);
  if (!spec) throw coreErrors.internal_error({ detail: `The ${definition.noun}'s records are incomplete.` });
  return spec;
}

export async function reload(context: RunContext): Promise<void> {
  const workload = await findWorkload(sql(), context.workload.id);
  if (!workload) throw coreErrors.not_found({ detail: `The ${context.definition.noun} was deleted.` });
  context.workload = workload;
  context.spec = await loadSpec(context.definition, workload);
}

/** The container as it should be now: current size, settings, secrets and ports. */
export async function currentSpec(context: RunContext): Promise<ContainerSpec> {
  const [ports] = await Promise.all([portsOf(sql(), context.workload.id), reload(context)]);
  const { definition, workload, spec, run, node } = context;
  const { imageId } = workload;
  if (!imageId) throw coreErrors.internal_error({ detail: `The ${definition.noun}'s records are incomplete.` });
  const installationId = env().INSTALLATION_ID;
  const facts = { role: definition.role, installationId, imageId, ports, isLocal: node.dockerHost === null };
  return buildContainerSpec({ workload, spec, ...facts, runId: run.id });
}
