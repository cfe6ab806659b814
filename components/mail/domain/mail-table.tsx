"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
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

const CreateMailDomain = dynamic(() => import("./create-domain"), { ssr: false });

type Row = Omit<MailDomainView, "status"> & { status: string };
type Props = { items: MailDomainView[]; nextCursor: string | null; channel: string; canCreate: boolean };

const columns: Column<Row>[] = [
  {
    title: "Domain",
    isRowHeader: true,
    cell: ({ id, displayName }) => (
      <Link href={`/mail/${id}`} prefetch={false} className="ln-link">
        {displayName}
      </Link>
    ),
  },
  { title: "State", cell: ({ status }) => <StatusPill status={status} /> },
  { title: "Mailboxes", className: "ln-figure", cell: ({ mailboxes }) => mailboxes },
  { title: "Aliases", from: "tablet", className: "ln-figure", cell: ({ aliases }) => aliases },
  { title: "Created", from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
];

/** A person's mail domains: search in the URL, states live. */
export function MailTable({ items, nextCursor, channel, canCreate }: Props) {
  const [isCreating, setIsCreating] = useState(false);
  const filters = useListFilters();
  const live = useLiveHosted(channel, items);
  const rows = items.map((item) => ({ ...item, status: live[item.id] ?? item.status }));
  const create = canCreate ? <Button onClick={() => setIsCreating(true)}>Add domain</Button> : null;
  return (
    <PageFrame title="Mail" lead="Mailboxes and addresses of your domains." actions={create}>
      <div className="ln-card">
        <div style={{ padding: 14, maxWidth: 380 }}>
          <SearchField label="Search by domain" filters={filters} />
        </div>
        <DataTable
          label="Mail domains"
          columns={columns}
          rows={rows}
          idOf={({ id }) => id}
          empty={
            filters.isFiltered ? (
              <EmptyState title="No mail domain matches." />
            ) : (
              <EmptyState title="No mail domains yet.">
                Add a domain that you own, then its mailboxes. The page of the domain lists the DNS records that it
                needs. If its DNS zone is here, they are written for you.
              </EmptyState>
            )
          }
          next={nextCursor ? { label: "Older domains", href: filters.after(nextCursor) } : null}
          isMain
        />
      </div>
      {isCreating ? <CreateMailDomain onClose={() => setIsCreating(false)} /> : null}
    </PageFrame>
  );
}
