"use client";

import { ActionIcon } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { notificationCreatedShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import classes from "./notifications.module.css";
import { useNotifications } from "./use-notifications";

const NotificationPopover = dynamic(() => import("./notification-popover"), { ssr: false });

/** The bell of the header: how many notifications are unread, live, and the newest ones on a click. */
export function NotificationButton({ channel }: { channel: string | null }) {
  const t = useTranslations("notifications");
  const [isOpen, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  const { data, reload } = useNotifications();
  useChannelEvent(channel, "notification.created", notificationCreatedShape, reload, { onReconnect: reload });
  const unread = data?.unread ?? 0;
  const button = (
    <ActionIcon
      ref={ref}
      variant="subtle"
      color="gray"
      size="lg"
      className={classes.button}
      aria-label={unread > 0 ? t("notificationsUnread", { unread }) : t("notifications")}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      onClick={() => {
        setWanted(true);
        setOpen((was) => !was);
      }}
    >
      <IconBell size={18} aria-hidden="true" />
      {unread > 0 ? (
        <span className={classes.count} aria-hidden="true">
          {unread > 99 ? "99+" : unread}
        </span>
      ) : null}
    </ActionIcon>
  );
  if (!isWanted) return button;
  function close() {
    setOpen(false);
    // The popover took the button's place in the page when it opened first.
    ref.current?.focus();
  }
  return (
    <NotificationPopover isOpen={isOpen} items={data?.items ?? []} unread={unread} onClose={close}>
      {button}
    </NotificationPopover>
  );
}
