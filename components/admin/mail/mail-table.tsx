import Link from "next/link";
import classes from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { MailView } from "@/lib/notifications/contract";

const columns: Column<MailView>[] = [
  { title: "To", isRowHeader: true, cell: ({ recipient }) => recipient },
  {
    title: "Message",
    cell: ({ id, template, readable }) =>
      readable ? (
        <Link href={`/admin/outbox/${id}`} prefetch={false} className="ln-link">
          {template}
        </Link>
      ) : (
        template
      ),
  },
  { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
  { title: "Queued", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  { title: "Last error", className: classes.dim, cell: ({ lastError }) => lastError },
];

/** The outbox: one line for each message. Messages that still have a text link to it. */
export function MailTable({ items }: { items: MailView[] }) {
  return (
    <DataTable
      label="Mails"
      columns={columns}
      rows={items}
      idOf={({ id }) => id}
      empty={<EmptyState title="No mails yet." />}
      phone="cards"
    />
  );
}
