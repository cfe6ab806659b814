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
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import type { TemplateChoice } from "./create-zone";

const CreateZone = dynamic(() => import("./create-zone"), { ssr: false });

type Row = Omit<ZoneView, "status"> & { status: string };
type Props = {
  items: ZoneView[];
  nextCursor: string | null;
  channel: string;
  templates: TemplateChoice[];
  canCreate: boolean;
};

const columns: Column<Row>[] = [
  {
    title: "Domain",
    isRowHeader: true,
    cell: ({ id, name }) => (
      <Link href={`/dns/${id}`} prefetch={false} className="ln-link">
        {name}
      </Link>
    ),
  },
  { title: "State", cell: ({ status }) => <StatusPill status={status} /> },
  { title: "Names with records", className: "ln-figure", cell: ({ sets }) => sets },
  { title: "DNSSEC", from: "tablet", cell: ({ dnssec }) => (dnssec.enabled ? "on" : "off") },
  { title: "Serial", from: "desktop", className: "ln-figure", cell: ({ serial }) => serial },
  { title: "Created", from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
];

/** A person's zones: search in the URL, states live. */
export function ZoneTable({ items, nextCursor, channel, templates, canCreate }: Props) {
  const [isCreating, setIsCreating] = useState(false);
  const filters = useListFilters();
  const live = useLiveHosted(channel, items);
  const rows = items.map((item) => ({ ...item, status: live[item.id] ?? item.status }));
  const create = canCreate ? <Button onClick={() => setIsCreating(true)}>Create zone</Button> : null;
  return (
    <PageFrame title="DNS zones" lead="The records of your domains, on our name servers." actions={create}>
      <div className="ln-card">
        <div style={{ padding: 14, maxWidth: 380 }}>
          <SearchField label="Search by domain" filters={filters} />
        </div>
        <DataTable
          label="DNS zones"
          columns={columns}
          rows={rows}
          idOf={({ id }) => id}
          empty={
            filters.isFiltered ? (
              <EmptyState title="No zone matches." />
            ) : (
              <EmptyState title="No DNS zones yet.">
                Create a zone for a domain that you own. Then name our name servers at your registrar: from that moment
                on the internet gets the records that you write here.
              </EmptyState>
            )
          }
          next={nextCursor ? { label: "Older zones", href: filters.after(nextCursor) } : null}
          isMain
        />
      </div>
      {isCreating ? <CreateZone templates={templates} onClose={() => setIsCreating(false)} /> : null}
    </PageFrame>
  );
}
