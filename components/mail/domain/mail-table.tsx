"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveHosted } from "@/components/hosted/use-live-hosted";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { SearchField } from "@/components/ui/table/search-field";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import type { MailDomainView } from "@/lib/hosted-services/mail/contract";

type Texts = ReturnType<typeof useTranslations<"mail.domain">>;

const CreateMailDomain = dynamic(() => import("./create-domain"), { ssr: false });

type Row = Omit<MailDomainView, "status"> & { status: string };
type Props = { items: MailDomainView[]; nextCursor: string | null; channel: string; canCreate: boolean };

const columns = (t: Texts): Column<Row>[] => [
  {
    title: t("domain"),
    isRowHeader: true,
    cell: ({ id, displayName }) => (
      <Link href={`/mail/${id}`} prefetch={false} className="ln-link">
        {displayName}
      </Link>
    ),
  },
  { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
  { title: t("mailboxes"), className: "ln-figure", cell: ({ mailboxes }) => mailboxes },
  { title: t("aliases"), from: "tablet", className: "ln-figure", cell: ({ aliases }) => aliases },
  { title: t("created"), from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
];

/** A person's mail domains: search in the URL, states live. */
export function MailTable({ items, nextCursor, channel, canCreate }: Props) {
  const t = useTranslations("mail.domain");
  const [isCreating, setIsCreating] = useState(false);
  const filters = useListFilters();
  const live = useLiveHosted(channel, items);
  const rows = items.map((item) => ({ ...item, status: live[item.id] ?? item.status }));
  const create = canCreate ? <Button onClick={() => setIsCreating(true)}>{t("addDomain")}</Button> : null;
  return (
    <PageFrame title={t("mail")} lead={t("mailboxesAndAddressesOf")} actions={create}>
      <div className="ln-card">
        <div style={{ padding: 14, maxWidth: 380 }}>
          <SearchField label={t("searchByDomain")} filters={filters} />
        </div>
        <DataTable
          label={t("mailDomains")}
          columns={columns(t)}
          rows={rows}
          idOf={({ id }) => id}
          empty={
            filters.isFiltered ? (
              <EmptyState title={t("noMailDomainMatches")} />
            ) : (
              <EmptyState title={t("noMailDomainsYet")}>{t("addADomainThat")}</EmptyState>
            )
          }
          next={nextCursor ? { label: t("olderDomains"), href: filters.after(nextCursor) } : null}
          isMain
        />
      </div>
      {isCreating ? <CreateMailDomain onClose={() => setIsCreating(false)} /> : null}
    </PageFrame>
  );
}
