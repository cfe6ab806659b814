import { z } from "zod";
import { sql } from "@/lib/db/transaction";
import { defineEvent, on, type Reaction } from "@/lib/events/define-event";
import { userChannel } from "@/lib/realtime/contract";

/** A person was notified in the panel: their open pages show it. Carries ids alone; the row may be erased meanwhile. */
export const notificationCreated = defineEvent({
  name: "notification.created",
  // An event that an older version emitted names no session.
  schema: z.object({ id: z.string(), sessionId: z.string().nullable().default(null) }),
  subjectOf: ({ id }) => id,
});

type PublishEvent = (channel: string, event: string, data: unknown) => Promise<boolean>;

/** Publishes each to its person. Not tried again: the list is read when a page opens. */
export function publishNotifications(publish: PublishEvent): Reaction {
  return on(notificationCreated, async ({ id, sessionId }) => {
    const row = await sql().prisma.notification.findUnique({ where: { id } });
    if (!row) return;
    const { userId, title, severity, createdAt } = row;
    const data = { id, title, severity, sessionId, at: createdAt.toISOString() };
    await publish(userChannel(userId), "notification.created", data);
  });
}
