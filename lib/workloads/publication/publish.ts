import type { Workload } from "../load-workload";
import type { Publication, WorkloadChange, WorkloadDefinition } from "../workload-definition";

/**
 * Publishes to browsers, the publications of one workload in order. Resolves with whether the realtime server accepted
 * it; never rejects.
 */
export type Publish = (resourceId: string, publication: Publication) => Promise<boolean>;

/** Publishes one change as the kind defines it. */
export function publishChange(
  publish: Publish,
  definition: WorkloadDefinition,
  workload: Pick<Workload, "id" | "ownerId">,
  change: WorkloadChange,
): Promise<boolean> {
  return publish(workload.id, definition.publication(workload, change));
}
