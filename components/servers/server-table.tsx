"use client";

import { Select } from "@mantine/core";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { SearchField } from "@/components/ui/table/search-field";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ServerStatus, ServerView } from "@/lib/game-servers/contract";
import { addressOf, isBeingReserved } from "./address";
import classes from "./server-table.module.css";
import { useLiveStatuses } from "./use-live-statuses";

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

type Props = { items: ServerView[]; nextCursor: string | null; channel: string; showOwner?: boolean };
type Row = Omit<ServerView, "status"> & { status: string };

/** The server list: search and state filter in the URL, states live. */
export function ServerTable({ items, nextCursor, channel, showOwner = false }: Props) {
  const filters = useListFilters();
  const refresh = useRefresh();
  const live = useLiveStatuses(channel, refresh);
  const rows = items.map((server) => ({ ...server, status: live[server.id] ?? server.status }));
  return (
    <div className="ln-card">
      <div className={classes.filters}>
        <SearchField label="Search by name" filters={filters} className={classes.search} />
        <Select
          data={filterStates}
          value={filters.get("status")}
          onChange={(value) => filters.change("status", value)}
          placeholder="Any state"
          aria-label="State"
          clearable
          className={classes.state}
        />
      </div>
      <DataTable
        label="Servers"
        columns={columnsOf(showOwner)}
        rows={rows}
        idOf={({ id }) => id}
        empty={<NoServers isFiltered={filters.isFiltered} />}
        next={nextCursor ? { label: "Older servers", href: filters.after(nextCursor) } : null}
        isMain
      />
    </div>
  );
}

function NoServers({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No server matches." />;
  return (
    <EmptyState title="No servers yet.">
      <LinkButton href="/servers/new" mt="xs">
        Create your first server
      </LinkButton>
    </EmptyState>
  );
}

function columnsOf(showOwner: boolean): (Column<Row> | null)[] {
  return [
    {
      title: "Name",
      isRowHeader: true,
      cell: ({ id, name, template }) => (
        <>
          <Link href={`/servers/${id}`} prefetch={false} className="ln-link">
            {name}
          </Link>
          <span className={classes.game}>{template}</span>
        </>
      ),
    },
    { title: "State", cell: ({ status }) => <StatusPill status={status} /> },
    {
      title: "Address",
      className: classes.address,
      cell: (server) => addressOf(server) ?? (isBeingReserved(server) ? "being reserved" : "none"),
    },
    {
      title: "Size",
      from: "desktop",
      className: "ln-figure",
      cell: ({ memory, cpu, diskSpace }) => `${memory} GiB, ${cpu} CPU, ${diskSpace} GiB disk`,
    },
    showOwner ? { title: "Owner", cell: ({ owner }) => owner.name } : null,
    { title: "Created", from: "desktop", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  ];
}
