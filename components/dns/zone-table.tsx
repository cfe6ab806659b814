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
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import type { TemplateChoice } from "./create-zone";

type Texts = ReturnType<typeof useTranslations<"dns">>;

const CreateZone = dynamic(() => import("./create-zone"), { ssr: false });

type Row = Omit<ZoneView, "status"> & { status: string };
type Props = {
  items: ZoneView[];
  nextCursor: string | null;
  channel: string;
  templates: TemplateChoice[];
  canCreate: boolean;
};

const columns = (t: Texts): Column<Row>[] => [
  {
    title: t("domain"),
    isRowHeader: true,
    cell: ({ id, name }) => (
      <Link href={`/dns/${id}`} prefetch={false} className="ln-link">
        {name}
      </Link>
    ),
  },
  { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
  { title: t("namesWithRecords"), className: "ln-figure", cell: ({ sets }) => sets },
  { title: "DNSSEC", from: "tablet", cell: ({ dnssec }) => (dnssec.enabled ? t("on") : t("off")) },
  { title: t("serial3"), from: "desktop", className: "ln-figure", cell: ({ serial }) => serial },
  { title: t("created"), from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
];

/** A person's zones: search in the URL, states live. */
export function ZoneTable({ items, nextCursor, channel, templates, canCreate }: Props) {
  const t = useTranslations("dns");
  const [isCreating, setIsCreating] = useState(false);
  const filters = useListFilters();
  const live = useLiveHosted(channel, items);
  const rows = items.map((item) => ({ ...item, status: live[item.id] ?? item.status }));
  const create = canCreate ? <Button onClick={() => setIsCreating(true)}>{t("createZone")}</Button> : null;
  return (
    <PageFrame title={t("dnsZones")} lead={t("theRecordsOfYour")} actions={create}>
      <div className="ln-card">
        <div style={{ padding: 14, maxWidth: 380 }}>
          <SearchField label={t("searchByDomain")} filters={filters} />
        </div>
        <DataTable
          label={t("dnsZones")}
          columns={columns(t)}
          rows={rows}
          idOf={({ id }) => id}
          empty={
            filters.isFiltered ? (
              <EmptyState title={t("noZoneMatches")} />
            ) : (
              <EmptyState title={t("noDnsZonesYet")}>{t("createAZoneFor")}</EmptyState>
            )
          }
          next={nextCursor ? { label: t("olderZones"), href: filters.after(nextCursor) } : null}
          isMain
        />
      </div>
      {isCreating ? <CreateZone templates={templates} onClose={() => setIsCreating(false)} /> : null}
    </PageFrame>
  );
}
