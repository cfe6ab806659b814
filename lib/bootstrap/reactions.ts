import type { Reaction } from "@/lib/events/define-event";
import type { Publish } from "@/lib/workloads/publish";
import { publishStatuses } from "@/lib/workloads/publish-status";
import { workloads } from "./workloads";

/** Which module answers which event: a line for each answer. */
export function reactions({ publish }: { publish: Publish }): readonly Reaction[] {
  return [publishStatuses(workloads, publish)];
}
