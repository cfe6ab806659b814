"use client";

import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { DeliveryView } from "@/lib/notifications/channels/contract";

type Texts = ReturnType<typeof useTranslations<"notifications.channels">>;

const columns = (t: Texts): Column<DeliveryView>[] => [
  { title: t("message"), isRowHeader: true, cell: ({ notice }) => notice },
  { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
  { title: t("queued"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  { title: t("attempts"), cell: ({ attempts }) => attempts },
  { title: t("nextAttempt"), cell: ({ nextAttemptAt: at }) => (at ? <RelativeTime at={at} /> : null) },
  { title: t("replyOrError"), cell: ({ answer, lastError }) => answer ?? lastError },
];

/** What was sent over one channel. */
export function DeliveryTable({ items, next }: { items: DeliveryView[]; next: string | null }) {
  const t = useTranslations("notifications.channels");
  return (
    <DataTable
      label={t("notificationsOfThisChannel")}
      phone="cards"
      columns={columns(t)}
      rows={items}
      idOf={({ id }) => id}
      empty={<EmptyState title={t("nothingWasSentYet")}>{t("chooseWhichMessagesThis")}</EmptyState>}
      next={next ? { label: t("older"), href: next } : null}
    />
  );
}
