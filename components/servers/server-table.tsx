"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Art } from "@/components/ui/art/art";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filters/filter-bar";
import type { Filter } from "@/components/ui/filters/filter-chip";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { type RowAction, RowMenu } from "@/components/ui/table/row-menu";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useSelection } from "@/components/ui/table/use-selection";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ServerStatus, ServerView } from "@/lib/game-servers/contract";
import { addressOf, isBeingReserved } from "./address";
import { ServerBulkBar } from "./server-bulk-bar";
import classes from "./server-table.module.css";
import { useLiveStatuses } from "./use-live-statuses";

type Texts = ReturnType<typeof useTranslations<"servers">>;

const filterStates: ServerStatus[] = [
  "online",
  "offline",
  "provisioning",
  "starting",
  "stopping",
  "failed",
  "crashed",
  "suspended",
];

const stateFilter = (t: Texts): Filter => ({
  kind: "choice",
  name: "status",
  label: t("state"),
  choices: filterStates.map((value) => ({ value, label: value })),
});

type Props = {
  items: ServerView[];
  nextCursor: string | null;
  channel: string;
  showOwner?: boolean;
  /** May start, stop and delete servers. */
  canAct?: boolean;
  /** Marks servers of others that are shared. */
  selfId?: string | null;
};
type Row = Omit<ServerView, "status"> & { status: string };

/** The server list: search and state filter in the URL, states live. */
export function ServerTable({ items, nextCursor, channel, showOwner = false, canAct = false, selfId = null }: Props) {
  const t = useTranslations("servers");
  const filters = useListFilters();
  const refresh = useRefresh();
  const live = useLiveStatuses(channel, refresh, items);
  const rows = items.map((server) => ({ ...server, status: live[server.id] ?? server.status }));
  const { chosen, onChange, clear } = useSelection(
    items.map(({ id }) => id),
    100,
  );
  const done = () => {
    clear();
    refresh();
  };
  return (
    <div className="ln-card">
      <FilterBar
        search={t("searchByName")}
        filters={[stateFilter(t)]}
        state={filters}
        actions={
          <Button component="a" href={csvHref(filters.view, showOwner)} size="xs" variant="default" download>
            CSV
          </Button>
        }
      />
      {canAct && items.length > 0 ? <ServerBulkBar chosen={chosen} onDone={done} /> : null}
      <DataTable
        label={t("servers")}
        columns={columnsOf(t, showOwner, selfId)}
        rows={rows}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        hrefOf={({ id }) => `/servers/${id}`}
        selection={canAct ? { chosen, onChange } : undefined}
        menu={(server) => <RowMenu name={server.name} actions={actionsFor(t, server)} />}
        empty={<NoServers isFiltered={filters.isFiltered} />}
        next={nextCursor ? { label: t("olderServers"), href: filters.after(nextCursor) } : null}
        isMain
      />
    </div>
  );
}

/** All servers that the filters match, of everybody or of one's own. */
function csvHref(view: string, isAll: boolean): string {
  const query = new URLSearchParams(view);
  query.set("all", String(isAll));
  query.set("format", "csv");
  return `/api/servers?${query}`;
}

function actionsFor(t: Texts, server: Row): RowAction[] {
  const address = addressOf(server);
  const open: RowAction = { label: t("open"), href: `/servers/${server.id}` };
  if (!address) return [open];
  return [open, { label: t("copyAddress"), onClick: () => copyAddress(t, address) }];
}

async function copyAddress(t: Texts, address: string) {
  await navigator.clipboard.writeText(address);
  toastDone(t("addressCopied"));
}

function NoServers({ isFiltered }: { isFiltered: boolean }) {
  const t = useTranslations("servers");
  if (isFiltered) return <EmptyState title={t("noServerMatches")} />;
  return (
    <EmptyState title={t("noServersYet")}>
      <LinkButton href="/servers/new" mt="xs">
        {t("createYourFirstServer")}
      </LinkButton>
    </EmptyState>
  );
}

function columnsOf(t: Texts, showOwner: boolean, selfId: string | null): (Column<Row> | null)[] {
  return [
    {
      title: t("name"),
      isRowHeader: true,
      cell: ({ id, name, template, owner }) => (
        <div className={classes.name}>
          <span className={classes.art}>
            <Art name={template} size={34} />
          </span>
          <div>
            <Link href={`/servers/${id}`} prefetch={false} className="ln-link">
              {name}
            </Link>
            <span className={classes.game}>
              {template}
              {selfId !== null && !showOwner && owner.id !== selfId ? ` ${t("sharedBy", { name: owner.name })}` : null}
            </span>
          </div>
        </div>
      ),
    },
    { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
    {
      title: t("address"),
      className: classes.address,
      cell: (server) => addressOf(server) ?? (isBeingReserved(server) ? t("beingReserved") : t("none")),
    },
    {
      title: t("size"),
      from: "desktop",
      className: "ln-figure",
      cell: ({ memory, cpu, diskSpace }) => t("gibCpuGiBDisk", { memory, cpu, diskSpace }),
    },
    showOwner ? { title: t("owner"), cell: ({ owner }) => owner.name } : null,
    { title: t("created"), from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  ];
}
