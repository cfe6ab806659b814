"use client";

import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { DeliveryView } from "@/lib/notifications/channels/contract";

const columns: Column<DeliveryView>[] = [
  { title: "Message", isRowHeader: true, cell: ({ notice }) => notice },
  { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
  { title: "Queued", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  { title: "Attempts", cell: ({ attempts }) => attempts },
  { title: "Next attempt", cell: ({ nextAttemptAt: at }) => (at ? <RelativeTime at={at} /> : null) },
  { title: "Reply or error", cell: ({ answer, lastError }) => answer ?? lastError },
];

/** What was sent over one channel. */
export function DeliveryTable({ items, next }: { items: DeliveryView[]; next: string | null }) {
  return (
    <DataTable
      label="Notifications of this channel"
      phone="cards"
      columns={columns}
      rows={items}
      idOf={({ id }) => id}
      empty={
        <EmptyState title="Nothing was sent yet.">Choose which messages this channel gets, or send a test.</EmptyState>
      }
      next={next ? { label: "Older", href: next } : null}
    />
  );
}
