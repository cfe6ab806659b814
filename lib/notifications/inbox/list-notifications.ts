import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { type NotificationList, notificationView } from "../contract";

/** The actor's notifications, the newest first, with the number of unread ones. */
export async function listNotifications(
  actor: Actor,
  query: { limit: number; cursor?: string | undefined },
): Promise<NotificationList> {
  authorise(actor, "account.read");
  const userId = requireUserId(actor);
  const { prisma } = sql();
  const [{ rows, nextCursor }, unread] = await Promise.all([
    page(query, (window) =>
      prisma.notification.findMany({ ...window, where: { ...window.where, userId }, omit: { userId: true } }),
    ),
    prisma.notification.count({ where: { userId, readAt: null } }),
  ]);
  const items = rows.map((row) => ({
    ...row,
    severity: notificationView.shape.severity.parse(row.severity),
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }));
  return { items, nextCursor, unread };
}
