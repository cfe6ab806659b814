import { on, type Reaction } from "@/lib/events/define-event";
import type { ResourceKind } from "../runs/resource-kind";
import { type Publish, publishChange } from "./publish";
import { workloadStatusChanged } from "./status-event";

/** A state that is older than this is not worth another try: pages read it again when they reconnect. */
const worthRetryingMs = 60_000;

/** Publishes each change of state as its kind defines it. */
export function publishStatuses(
  kinds: ReadonlyMap<string, Pick<ResourceKind, "publication">>,
  publish: Publish,
): Reaction {
  return on(workloadStatusChanged, async ({ kind, status, at, ...resource }, { createdAt }) => {
    const definition = kinds.get(kind);
    if (!definition) return;
    const isDelivered = await publishChange(publish, definition, resource, { type: "status", status, at });
    if (isDelivered || Date.now() - createdAt.getTime() > worthRetryingMs) return;
    throw new Error("the realtime server did not accept it");
  });
}
