import type { Publication, Resource, ResourceChange, ResourceKind } from "../runs/resource-kind";

/**
 * Publishes to browsers, the publications of one resource in order. Resolves with whether the realtime server accepted
 * it; never rejects.
 */
export type Publish = (resourceId: string, publication: Publication) => Promise<boolean>;

/** Publishes one change as the kind defines it. */
export function publishChange(
  publish: Publish,
  kind: Pick<ResourceKind, "publication">,
  resource: Pick<Resource, "id" | "ownerId">,
  change: ResourceChange,
): Promise<boolean> {
  return publish(resource.id, kind.publication(resource, change));
}
