import { dbNull } from "@/lib/db/db-null";
import type { EngineNode, EngineRegistry } from "@/lib/nodes/engines";
import { runSaga } from "@/lib/provisioning/saga";
import type { WorkloadStatus } from "../contract";
import { deleteWorkload } from "../lifecycle/delete-workload";
import { findWorkload, lockedWorkload } from "../load-workload";
import type { OpenRun, ResourceKind, RunFailure } from "../runs/resource-kind";
import { enqueueRun } from "../runs/runs";
import type { RunContext, RunPlan, WorkloadDefinition } from "../workload-definition";
import { loadRunContext } from "./context";
import { isWorthWaiting } from "./waiting-runs";

export type WorkloadTools = {
  engines: EngineRegistry;
  /** Done before each run on its node; it bounds its own time and never rejects. */
  beforeRun?: (node: EngineNode) => Promise<void>;
};

/** A kind of workload as the worker that does its runs knows it. */
export function workloadResource(definition: WorkloadDefinition, tools: WorkloadTools): ResourceKind {
  const { kind, busy, publication } = definition;
  return {
    kind,
    busy,
    publication,
    openRun: async (run, log) => {
      const plan = definition.plans[run.kind];
      if (!plan) throw new Error(`${kind} has no plan called ${run.kind}`);
      const context = await loadRunContext(run, definition, tools.engines, log);
      return context && openWorkloadRun(context, plan, tools);
    },
  };
}

function openWorkloadRun(context: RunContext, plan: RunPlan, { beforeRun }: WorkloadTools): OpenRun {
  const { run, definition, workload, node } = context;
  return {
    run,
    plan,
    resource: workload,
    execute: async (saga) => {
      await beforeRun?.(node);
      const waits = (error: unknown) => plan.waits && isWorthWaiting(error);
      return runSaga({ ...saga, steps: plan.steps, context, isWorthWaiting: waits });
    },
    status: async (db) => (await findWorkload(db, workload.id))?.status ?? null,
    setOutcome: async (tx, status: WorkloadStatus, failure: RunFailure | null) => {
      const isOnline = status === "online";
      const isOver = status === "crashed" || status === "failed" || status === "offline";
      const data = {
        status,
        failureCode: failure?.code ?? null,
        failureMessage: failure?.message ?? null,
        onlineSince: isOnline ? new Date() : null,
        ...(isOnline ? { crash: await dbNull() } : {}),
        ...(isOnline || isOver ? { wantRunning: isOnline } : {}),
      };
      await tx.prisma.workload.updateMany({ where: { id: workload.id }, data });
    },
    remove: (tx) => deleteWorkload(tx, workload),
    beginFollowUp: async (tx, kind, options) => {
      const row = await lockedWorkload(tx, workload.id);
      if (!row) return null;
      if (kind === "delete" && row.nodeId === null) {
        await deleteWorkload(tx, workload);
        return null;
      }
      await enqueueRun(tx, definition, { resource: workload, nodeId: node.id, kind, actor: null, options });
      return row.status;
    },
    onRunEnded: async (tx, outcome) => definition.onRunEnded?.(tx, run, outcome),
    onFailed: async (tx, failure: RunFailure & { status: WorkloadStatus }) =>
      definition.onFailed?.(tx, workload, failure),
  };
}
