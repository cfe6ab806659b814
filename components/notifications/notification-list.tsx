"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { useRefresh } from "@/components/ui/use-refresh";
import type { NotificationView } from "@/lib/notifications/contract";
import { NotificationEntry } from "./notification-entry";
import classes from "./notifications.module.css";
import { useMarkRead } from "./use-notifications";

/** One page of all notifications. */
export function NotificationList({ items }: { items: NotificationView[] }) {
  const t = useTranslations("notifications");
  const markRead = useMarkRead();
  if (items.length === 0) {
    return (
      <EmptyState title={t("noNotificationsYet")}>
        <p className={classes.hint}>{t("thePanelReportsHere")}</p>
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list} data-page>
      {items.map((item) => (
        <li key={item.id}>
          <NotificationEntry
            item={item}
            onOpen={() => {
              if (item.readAt === null) markRead.mutate([item.id]);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

export function MarkAllRead() {
  const t = useTranslations("notifications");
  const refresh = useRefresh();
  const markRead = useMarkRead(refresh);
  return (
    <Button variant="default" loading={markRead.isPending} onClick={() => markRead.mutate(undefined)}>
      {t("markAllAsRead")}
    </Button>
  );
}
