import type { ResourceKind, ResourceKinds } from "./runs/resource-kind";
import { containerPlans } from "./work/plans";
import type { RunPlans, WorkloadDefinition, WorkloadKinds } from "./workload-definition";

type Differences = Omit<WorkloadDefinition, "plans"> & { plans?: Partial<RunPlans> };

/** A kind with the plans that every container has; `plans` adds to them or replaces some. */
export function defineWorkload(definition: Differences): WorkloadDefinition {
  return { ...definition, plans: { ...containerPlans(definition.noun), ...definition.plans } };
}

/** The definitions by kind, for the worker. */
export function workloadKinds(definitions: readonly WorkloadDefinition[]): WorkloadKinds {
  return new Map(definitions.map((definition) => [definition.kind, definition]));
}

/** What a worker does runs for: workloads, and what features keep at providers. */
export function resourceKinds(kinds: readonly ResourceKind[]): ResourceKinds {
  return new Map(kinds.map((kind) => [kind.kind, kind]));
}
