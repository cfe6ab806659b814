import Link from "next/link";
import { useTranslations } from "next-intl";
import classes from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { MailView } from "@/lib/notifications/contract";

type Texts = ReturnType<typeof useTranslations<"admin.mail">>;

const columns = (t: Texts): Column<MailView>[] => [
  { title: t("to"), isRowHeader: true, cell: ({ recipient }) => recipient },
  {
    title: t("message"),
    cell: ({ id, template, readable }) =>
      readable ? (
        <Link href={`/admin/outbox/${id}`} prefetch={false} className="ln-link">
          {template}
        </Link>
      ) : (
        template
      ),
  },
  { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
  { title: t("queued"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  { title: t("lastError"), className: classes.dim, cell: ({ lastError }) => lastError },
];

/** The outbox: one line for each message. Messages that still have a text link to it. */
export function MailTable({ items }: { items: MailView[] }) {
  const t = useTranslations("admin.mail");
  return (
    <DataTable
      label={t("mails")}
      columns={columns(t)}
      rows={items}
      idOf={({ id }) => id}
      empty={<EmptyState title={t("noMailsYet")} />}
      phone="cards"
    />
  );
}
