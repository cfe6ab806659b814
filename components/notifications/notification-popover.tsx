"use client";

import { Button, Group, Popover, Title } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { NotificationView } from "@/lib/notifications/contract";
import { NotificationEntry } from "./notification-entry";
import classes from "./notifications.module.css";
import { useMarkRead } from "./use-notifications";

type Props = {
  isOpen: boolean;
  items: NotificationView[];
  unread: number;
  onClose: () => void;
  children: ReactNode;
};

/** The newest notifications below the bell. Opening one marks it as read. */
export default function NotificationPopover({ isOpen, items, unread, onClose, children }: Props) {
  const t = useTranslations("notifications");
  const markRead = useMarkRead();
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => (opened ? undefined : onClose())}
      position="bottom-end"
      width={360}
      trapFocus
      withinPortal={false}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={t("notifications")}>
        <Group justify="space-between" className={classes.head}>
          <Title order={2} size="h5">
            {t("notifications")}
          </Title>
          {unread > 0 ? (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={markRead.isPending}
              onClick={() => markRead.mutate(undefined)}
            >
              {t("markAllAsRead")}
            </Button>
          ) : null}
        </Group>
        {items.length === 0 ? (
          <EmptyState title={t("noNotificationsYet")}>
            <p className={classes.hint}>{t("thePanelReportsHere")}</p>
          </EmptyState>
        ) : (
          <ul className={classes.list}>
            {items.map((item) => (
              <li key={item.id}>
                <NotificationEntry
                  item={item}
                  onOpen={() => {
                    if (item.readAt === null) markRead.mutate([item.id]);
                    onClose();
                  }}
                />
              </li>
            ))}
          </ul>
        )}
        <div className={classes.foot}>
          <Link href="/notifications" prefetch={false} className="ln-link" onClick={onClose}>
            {t("allNotifications")}
          </Link>
          <Link href="/account/notifications" prefetch={false} className="ln-link" onClick={onClose}>
            {t("settings")}
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
