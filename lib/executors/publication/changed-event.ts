import { z } from "zod";
import { defineEvent, on, type Reaction } from "@/lib/events/define-event";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

/**
 * An executor was changed or revoked by a person: written with the change, so that open pages learn of it although the
 * process ends after the commit. Frequent changes (presence, commands) take publishExecutorChanged instead.
 */
export const executorChanged = defineEvent({
  name: "executor.changed",
  schema: z.object({ executorId: z.string(), ownerId: z.string(), what: z.enum(["presence", "config"]) }),
  subjectOf: ({ executorId }) => executorId,
});

type PublishEvent = (channels: string[], event: string, data: unknown) => Promise<boolean>;

/** Publishes each to the owner and to staff. Not tried again: pages also refresh by themselves. */
export function publishChanges(publish: PublishEvent): Reaction {
  return on(executorChanged, async ({ ownerId, ...change }, { createdAt }) => {
    const data = { ...change, at: createdAt.toISOString() };
    await publish([userChannel(ownerId), staffChannel], "executor.changed", data);
  });
}
