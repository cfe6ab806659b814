import { idQuery } from "@/lib/core/lists";
import { route } from "@/lib/http/route";
import { notificationList } from "@/lib/notifications/contract";
import { listNotifications } from "@/lib/notifications/inbox/list-notifications";

export const GET = route({
  summary: "Your notifications, the newest first, and how many are unread.",
  permission: "account.read",
  query: idQuery,
  response: notificationList,
  handle: ({ actor, query }) => listNotifications(actor, query),
});
