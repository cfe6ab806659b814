import type { WorkloadKinds } from "./definition/workload-definition";
import type { Publish } from "./publish/publish";
import { publishStatuses } from "./publish/publish-status";

export const reactions = ({ kinds, publish }: { kinds: WorkloadKinds; publish: Publish }) => [
  publishStatuses(kinds, publish),
];
