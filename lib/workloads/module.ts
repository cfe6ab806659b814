import type { Publish } from "./publication/publish";
import { publishStatuses } from "./publication/publish-status";
import type { WorkloadKinds } from "./workload-definition";

export const reactions = ({ kinds, publish }: { kinds: WorkloadKinds; publish: Publish }) => [
  publishStatuses(kinds, publish),
];
