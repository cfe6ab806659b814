import type { Workload } from "./load-workload";
import type { Publication, WorkloadChange, WorkloadDefinition } from "./workload-definition";

/** Publishes to browsers, the publications of one workload in order; never throws and never waits. */
export type Publish = (resourceId: string, publication: Publication) => void;

/** Publishes one change as the kind defines it. */
export function publishChange(
  publish: Publish,
  definition: WorkloadDefinition,
  workload: Pick<Workload, "id" | "ownerId">,
  change: WorkloadChange,
): void {
  publish(workload.id, definition.publication(workload, change));
}

export function publishStatus(
  publish: Publish,
  definition: WorkloadDefinition,
  workload: Pick<Workload, "id" | "ownerId">,
  status: string,
): void {
  publishChange(publish, definition, workload, { type: "status", status, at: new Date().toISOString() });
}
