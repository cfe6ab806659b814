import { z } from "zod";
import { route } from "@/lib/http/route";
import { readNotificationsBody } from "@/lib/notifications/contract";
import { markRead } from "@/lib/notifications/inbox/mark-read";

export const POST = route({
  summary: "Mark notifications as read: those with the given ids, or all.",
  permission: "account.manage",
  body: readNotificationsBody,
  response: z.object({ unread: z.number().int() }),
  handle: ({ actor, body }) => markRead(actor, body.ids),
});
