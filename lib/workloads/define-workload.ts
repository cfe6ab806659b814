import type { Sql } from "@/lib/db/transaction";
import type { Workload } from "./load-workload";
import type { ResourceKind, ResourceKinds } from "./runs/resource-kind";
import { containerPlans } from "./work/plans";
import type { RunPlans, WorkloadDefinition, WorkloadKinds } from "./workload-definition";

type Differences = Omit<WorkloadDefinition, "plans"> & { plans?: Partial<RunPlans> };

/** A kind with the plans that every container has; `plans` adds to them or replaces some. */
export function defineWorkload(definition: Differences): WorkloadDefinition {
  return { ...definition, plans: { ...containerPlans(definition.noun), ...definition.plans } };
}

/** Variables that another feature adds to a container at its next start. */
export type EnvironmentSource = (db: Sql, workload: Workload) => Promise<Record<string, string>>;

/** The kind with what the sources add; its own variables win. */
export function withEnvironment(
  definition: WorkloadDefinition,
  sources: readonly EnvironmentSource[],
): WorkloadDefinition {
  return {
    ...definition,
    spec: async (db, workload) => {
      const spec = await definition.spec(db, workload);
      if (!spec) return null;
      const added = await Promise.all(sources.map((source) => source(db, workload)));
      return { ...spec, environment: Object.assign({}, ...added, spec.environment) };
    },
  };
}

/** The definitions by kind, for the worker. */
export function workloadKinds(definitions: readonly WorkloadDefinition[]): WorkloadKinds {
  return new Map(definitions.map((definition) => [definition.kind, definition]));
}

/** What a worker does runs for: workloads, and what features keep at providers. */
export function resourceKinds(kinds: readonly ResourceKind[]): ResourceKinds {
  return new Map(kinds.map((kind) => [kind.kind, kind]));
}
