"use client";

import { Button, Select, Switch } from "@mantine/core";
import Link from "next/link";
import { useEffect, useState } from "react";
import { formatValue } from "@/components/monitoring/charts/format-value";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { SearchField } from "@/components/ui/table/search-field";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useRefresh } from "@/components/ui/use-refresh";
import { type MachineView, presences } from "@/lib/monitoring/machines/contract";
import { AddMachine } from "./add-machine";
import classes from "./machines.module.css";
import { SparkLine } from "./spark-line";

const refreshMs = 30_000;

const sorts = [
  { value: "name", label: "By name" },
  { value: "cpu", label: "Highest CPU first" },
  { value: "memory", label: "Most memory first" },
  { value: "disk", label: "Fullest disk first" },
  { value: "network", label: "Most traffic first" },
  { value: "seen", label: "Longest silence first" },
];

type Props = { items: MachineView[]; nextCursor: string | null; canCreate: boolean; isStaff: boolean };

/** All machines with their newest figures. */
export function MachineList({ items, nextCursor, canCreate, isStaff }: Props) {
  const filters = useListFilters();
  const refresh = useRefresh();
  const [isAdding, setAdding] = useState(false);
  useEffect(() => {
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [refresh]);
  const onlyChanged = filters.get("changed") === "1";
  return (
    <PageFrame
      title="Machines"
      lead="Machines with an agent, and the panel's own. Figures are the newest of each."
      actions={canCreate ? <Button onClick={() => setAdding(true)}>Add machine</Button> : null}
    >
      <div className={classes.filters}>
        <SearchField label="Search names" filters={filters} />
        <Select
          aria-label="State"
          placeholder="Any state"
          data={[...presences]}
          value={filters.get("presence")}
          onChange={(value) => filters.change("presence", value)}
          clearable
          clearButtonProps={{ "aria-label": "Any state" }}
        />
        <Select
          aria-label="Order"
          data={sorts}
          value={filters.get("sort") ?? "name"}
          onChange={(value) => filters.change("sort", value === "name" ? null : value)}
          allowDeselect={false}
        />
        <Switch
          label="Changed in the last hour"
          checked={onlyChanged}
          onChange={(event) => filters.change("changed", event.currentTarget.checked ? "1" : null)}
        />
      </div>
      <section className="ln-card">
        <DataTable
          label="Machines"
          columns={columnsFor(isStaff)}
          rows={items}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          phone="cards"
          next={nextCursor ? { label: "More machines", href: filters.after(nextCursor) } : null}
          empty={<Empty isFiltered={filters.isFiltered} />}
        />
      </section>
      {isAdding ? <AddMachine onClose={() => setAdding(false)} /> : null}
    </PageFrame>
  );
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No machine matches.">Change the search, the state or the switch.</EmptyState>
  ) : (
    <EmptyState title="No machines yet.">
      Add one: a command on the machine installs the agent, and its figures appear here within two minutes.
    </EmptyState>
  );
}

const figure = (title: string, names: readonly string[], unit: string): Column<MachineView> => ({
  title,
  className: classes.number,
  cell: ({ readings }) => {
    const values = names.flatMap((name) => readings[name] ?? []);
    const sum = values.reduce((total, value) => total + value, 0);
    return values.length === 0 ? (
      "–"
    ) : (
      <Reading isHigh={unit === "percent" && sum >= 90} text={formatValue(unit, sum)} />
    );
  },
});

/** High values are bold and marked with a word for screen readers, not only by a colour. */
function Reading({ isHigh, text }: { isHigh: boolean; text: string }) {
  if (!isHigh) return <span className="ln-figure">{text}</span>;
  return (
    <strong className={`ln-figure ${classes.high}`}>
      <span aria-hidden="true">▲ </span>
      {text}
      <span className={classes.unseen}> (high)</span>
    </strong>
  );
}

function columnsFor(isStaff: boolean): (Column<MachineView> | null)[] {
  return [
    {
      title: "Name",
      isRowHeader: true,
      cell: ({ id, name, isLocal }) => (
        <Link href={`/machines/${id}`} className="ln-link" prefetch={false}>
          {name}
          {isLocal ? <span className={classes.note}> this panel</span> : null}
        </Link>
      ),
    },
    { title: "State", cell: ({ presence }) => <StatusPill status={presence} /> },
    figure("CPU", ["cpu.percent"], "percent"),
    { title: "Last 4 hours", from: "desktop", cell: ({ spark }) => <SparkLine values={spark} /> },
    figure("Memory", ["memory.percent"], "percent"),
    figure("Disk", ["disk.percent"], "percent"),
    figure("Traffic", ["network.received", "network.sent"], "bytes/s"),
    { ...figure("Load", ["load.one"], "load"), from: "desktop" },
    isStaff ? { title: "Owner", from: "desktop", cell: ({ owner }) => owner?.name ?? "panel" } : null,
    {
      title: "Last sample",
      from: "tablet",
      cell: ({ lastSampleAt }) => (lastSampleAt ? <RelativeTime at={lastSampleAt} /> : "none yet"),
    },
  ];
}
