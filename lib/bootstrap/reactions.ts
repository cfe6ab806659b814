import type { Reaction } from "@/lib/events/define-event";
import { publishNotifications } from "@/lib/notifications/created-event";
import type { Publisher } from "@/lib/realtime/publisher";
import type { Publish } from "@/lib/workloads/publish";
import { publishStatuses } from "@/lib/workloads/publish-status";
import { workloads } from "./workloads";

/** Which module answers which event: a line for each answer. */
export function reactions({ publish, publisher }: { publish: Publish; publisher: Publisher }): readonly Reaction[] {
  return [publishStatuses(workloads, publish), publishNotifications(publisher.publish)];
}
