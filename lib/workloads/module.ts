import type { Publish } from "./publish";
import { publishStatuses } from "./publish-status";
import type { WorkloadKinds } from "./workload-definition";

export const reactions = ({ kinds, publish }: { kinds: WorkloadKinds; publish: Publish }) => [
  publishStatuses(kinds, publish),
];
