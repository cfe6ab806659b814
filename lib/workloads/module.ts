import type { Publish } from "./publication/publish";
import { publishStatuses } from "./publication/publish-status";
import type { ResourceKind } from "./runs/resource-kind";

export const reactions = ({
  kinds,
  publish,
}: {
  kinds: ReadonlyMap<string, Pick<ResourceKind, "publication">>;
  publish: Publish;
}) => [publishStatuses(kinds, publish)];
