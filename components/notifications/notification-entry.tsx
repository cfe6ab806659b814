"use client";

import { IconAlertTriangle, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { NotificationView } from "@/lib/notifications/contract";
import classes from "./notifications.module.css";

type Texts = ReturnType<typeof useTranslations<"notifications">>;

const icons = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconCircleX };
const words = (t: Texts) => ({ info: t("information"), warning: t("warning"), error: t("error") });

type Props = { item: NotificationView; onOpen: () => void };

/** One notification: its severity as an icon with a word, its text, and when it was; the whole of it is the link. */
export function NotificationEntry({ item, onOpen }: Props) {
  const t = useTranslations("notifications");
  const Icon = icons[item.severity];
  const isUnread = item.readAt === null;
  const content = (
    <>
      <Icon
        size={18}
        className={classes.icon}
        data-severity={item.severity}
        role="img"
        aria-label={words(t)[item.severity]}
      />
      <span className={classes.text}>
        <span className={classes.title} data-unread={isUnread || undefined}>
          {item.title}
          {isUnread ? <span className={classes.dot}>{t("new")}</span> : null}
        </span>
        <span className={classes.body}>{item.body}</span>
        <span className={classes.time}>
          <RelativeTime at={item.createdAt} />
        </span>
      </span>
    </>
  );
  if (item.href === null) return <div className={classes.entry}>{content}</div>;
  return (
    <Link href={item.href} prefetch={false} className={classes.entry} onClick={onOpen}>
      {content}
    </Link>
  );
}
