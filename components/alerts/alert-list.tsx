"use client";

import { Button, Select } from "@mantine/core";
import Link from "next/link";
import { useEffect } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { AlertView } from "@/lib/alerts/contract";
import { api } from "@/lib/http/client/api";
import { formatFigure, SeverityMark } from "./alert-values";
import classes from "./alerts.module.css";

const refreshMs = 10_000;

const states = [
  { value: "open", label: "Open" },
  { value: "firing", label: "Firing" },
  { value: "acknowledged", label: "Acknowledged" },
  { value: "resolved", label: "Ended" },
  { value: "all", label: "All" },
];
const severities = [
  { value: "critical", label: "Critical" },
  { value: "warning", label: "Warning" },
];

type Props = { items: AlertView[]; nextCursor: string | null };

/** Alerts, the newest first; without a filter those that have not ended. */
export function AlertList({ items, nextCursor }: Props) {
  const filters = useListFilters();
  const refresh = useRefresh();
  useEffect(() => {
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [refresh]);
  const acknowledge = useAction((id: string) => api("POST", "/alerts/[id]/acknowledge", { params: { id }, body: {} }), {
    done: "The alert is acknowledged.",
    refresh: true,
  });
  return (
    <PageFrame title="Alerts" lead="An alert begins when a figure is beyond its threshold for the time of its rule.">
      <div className={classes.filters}>
        <Select
          aria-label="State"
          data={states}
          value={filters.get("state") ?? "open"}
          onChange={(value) => filters.change("state", value === "open" ? null : value)}
          allowDeselect={false}
        />
        <Select
          aria-label="Severity"
          placeholder="Any severity"
          data={severities}
          value={filters.get("severity")}
          onChange={(value) => filters.change("severity", value)}
          clearable
          clearButtonProps={{ "aria-label": "Any severity" }}
        />
      </div>
      <section className="ln-card">
        <DataTable
          label="Alerts"
          columns={columnsFor((id) => acknowledge.mutate(id), acknowledge.isPending ? acknowledge.variables : null)}
          rows={items}
          idOf={({ id }) => id}
          nameOf={({ subject }) => subject.name}
          phone="cards"
          next={nextCursor ? { label: "Older alerts", href: filters.after(nextCursor) } : null}
          empty={<Empty isFiltered={filters.isFiltered} />}
        />
      </section>
    </PageFrame>
  );
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No alert matches.">Change the state or the severity.</EmptyState>;
  return (
    <EmptyState title="No open alerts.">
      Every figure is within its thresholds. The <Link href="/alerts/rules">rules</Link> say what is watched.
    </EmptyState>
  );
}

function columnsFor(onAcknowledge: (id: string) => void, pending: string | null): Column<AlertView>[] {
  return [
    {
      title: "Alert",
      isRowHeader: true,
      cell: ({ id, rule, subject }) => (
        <Link href={`/alerts/${id}`} className="ln-link" prefetch={false}>
          {rule.name}: {subject.name}
        </Link>
      ),
    },
    { title: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
    {
      title: "State",
      cell: ({ state, isFlapping }) => (
        <>
          <StatusPill status={state} />
          {isFlapping ? <span className={classes.note}> flapping</span> : null}
        </>
      ),
    },
    {
      title: "Peak",
      cell: ({ peak, unit }) => <span className="ln-figure">{peak === null ? "–" : formatFigure(unit, peak)}</span>,
    },
    {
      title: "Threshold",
      from: "tablet",
      cell: ({ threshold, unit, operator }) => (
        <span className="ln-figure">{threshold === null ? "–" : `${operator} ${formatFigure(unit, threshold)}`}</span>
      ),
    },
    { title: "Since", cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
    {
      title: "Action",
      cell: ({ id, state, acknowledgedBy, subject }) =>
        state === "firing" ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={pending === id}
            onClick={() => onAcknowledge(id)}
            aria-label={`Acknowledge the alert of ${subject.name}`}
          >
            Acknowledge
          </Button>
        ) : (
          <span className={classes.note}>{acknowledgedBy ?? ""}</span>
        ),
    },
  ];
}
