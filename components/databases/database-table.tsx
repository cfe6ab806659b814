"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveHosted } from "@/components/hosted/use-live-hosted";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { SearchField } from "@/components/ui/table/search-field";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import type { DatabaseView, OfferedKind } from "@/lib/hosted-services/databases/contract";
import type { DeletedDatabaseView } from "@/lib/hosted-services/databases/dumps/contract";
import { DeletedDatabases } from "./deleted-databases";
import { formatSize } from "./format-size";

type Texts = ReturnType<typeof useTranslations<"databases">>;

const CreateDatabase = dynamic(() => import("./create-database"), { ssr: false });

type Row = Omit<DatabaseView, "status"> & { status: string };
type Props = {
  items: DatabaseView[];
  deleted: DeletedDatabaseView[];
  nextCursor: string | null;
  channel: string;
  kinds: readonly OfferedKind[];
  canCreate: boolean;
};

const columns = (t: Texts): Column<Row>[] => [
  {
    title: t("name"),
    isRowHeader: true,
    cell: ({ id, name }) => (
      <Link href={`/databases/${id}`} prefetch={false} className="ln-link">
        {name}
      </Link>
    ),
  },
  { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
  { title: t("server"), from: "desktop", cell: ({ host, port }) => `${host}:${port}` },
  {
    title: t("size"),
    className: "ln-figure",
    cell: ({ sizeBytes, maxSizeMb }) => {
      const max = formatSize(maxSizeMb * 1024 * 1024);
      return sizeBytes === null ? t("upTo", { max }) : t("of", { sizeBytes: formatSize(sizeBytes), max });
    },
  },
  { title: t("created"), from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
];

/** A person's databases: search in the URL, states live. */
export function DatabaseTable({ items, deleted, nextCursor, channel, kinds, canCreate }: Props) {
  const t = useTranslations("databases");
  const locale = useLocale();
  const [isCreating, setIsCreating] = useState(false);
  const filters = useListFilters();
  const live = useLiveHosted(channel, items);
  const rows = items.map((item) => ({ ...item, status: live[item.id] ?? item.status }));
  const create = canCreate ? <Button onClick={() => setIsCreating(true)}>{t("createDatabase")}</Button> : null;
  return (
    <PageFrame
      title={t("databases")}
      lead={t("databasesWithTheirOwn", {
        kinds: new Intl.ListFormat(locale).format(kinds.map(({ label }) => label)) || t("hosted"),
      })}
      actions={create}
    >
      <div className="ln-card">
        <div style={{ padding: 14, maxWidth: 380 }}>
          <SearchField label={t("searchByName")} filters={filters} />
        </div>
        <DataTable
          label={t("databases")}
          columns={columns(t)}
          rows={rows}
          idOf={({ id }) => id}
          empty={
            filters.isFiltered ? (
              <EmptyState title={t("noDatabaseMatches")} />
            ) : (
              <EmptyState title={t("noDatabasesYet")}>{t("aDatabaseIsReady")}</EmptyState>
            )
          }
          next={nextCursor ? { label: t("olderDatabases"), href: filters.after(nextCursor) } : null}
          isMain
        />
      </div>
      {deleted.length > 0 ? <DeletedDatabases items={deleted} canRestore={canCreate} /> : null}
      {isCreating ? <CreateDatabase kinds={kinds} onClose={() => setIsCreating(false)} /> : null}
    </PageFrame>
  );
}
