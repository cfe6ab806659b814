"use client";

import { Button, Select, Switch } from "@mantine/core";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"monitoring.machines">>;

const refreshMs = 30_000;

const sorts = (t: Texts) => [
  { value: "name", label: t("byName") },
  { value: "cpu", label: t("highestCpuFirst") },
  { value: "memory", label: t("mostMemoryFirst") },
  { value: "disk", label: t("fullestDiskFirst") },
  { value: "network", label: t("mostTrafficFirst") },
  { value: "seen", label: t("longestSilenceFirst") },
];

type Props = { items: MachineView[]; nextCursor: string | null; canCreate: boolean; isStaff: boolean };

/** All machines with their newest figures. */
export function MachineList({ items, nextCursor, canCreate, isStaff }: Props) {
  const locale = useLocale();
  const t = useTranslations("monitoring.machines");
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
      title={t("machines")}
      lead={t("machinesWithAnAgent")}
      actions={canCreate ? <Button onClick={() => setAdding(true)}>{t("addMachine")}</Button> : null}
    >
      <div className={classes.filters}>
        <SearchField label={t("searchNames")} filters={filters} />
        <Select
          aria-label={t("state")}
          placeholder={t("anyState")}
          data={[...presences]}
          value={filters.get("presence")}
          onChange={(value) => filters.change("presence", value)}
          clearable
          clearButtonProps={{ "aria-label": t("anyState") }}
        />
        <Select
          aria-label={t("order")}
          data={sorts(t)}
          value={filters.get("sort") ?? "name"}
          onChange={(value) => filters.change("sort", value === "name" ? null : value)}
          allowDeselect={false}
        />
        <Switch
          label={t("changedInTheLast")}
          checked={onlyChanged}
          onChange={(event) => filters.change("changed", event.currentTarget.checked ? "1" : null)}
        />
      </div>
      <section className="ln-card">
        <DataTable
          label={t("machines")}
          columns={columnsFor(locale, t, isStaff)}
          rows={items}
          idOf={({ id }) => id}
          nameOf={({ name }) => name}
          phone="cards"
          next={nextCursor ? { label: t("moreMachines"), href: filters.after(nextCursor) } : null}
          empty={<Empty isFiltered={filters.isFiltered} />}
        />
      </section>
      {isAdding ? <AddMachine onClose={() => setAdding(false)} /> : null}
    </PageFrame>
  );
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const t = useTranslations("monitoring.machines");
  return isFiltered ? (
    <EmptyState title={t("noMachineMatches")}>{t("changeTheSearchThe")}</EmptyState>
  ) : (
    <EmptyState title={t("noMachinesYet")}>{t("addOneACommand")}</EmptyState>
  );
}

const figure = (locale: string, title: string, names: readonly string[], unit: string): Column<MachineView> => ({
  title,
  className: classes.number,
  cell: ({ readings }) => {
    const values = names.flatMap((name) => readings[name] ?? []);
    const sum = values.reduce((total, value) => total + value, 0);
    return values.length === 0 ? (
      "–"
    ) : (
      <Reading isHigh={unit === "percent" && sum >= 90} text={formatValue(locale, unit, sum)} />
    );
  },
});

/** High values are bold and marked with a word for screen readers, not only by a colour. */
function Reading({ isHigh, text }: { isHigh: boolean; text: string }) {
  const t = useTranslations("monitoring.machines");
  if (!isHigh) return <span className="ln-figure">{text}</span>;
  return (
    <strong className={`ln-figure ${classes.high}`}>
      <span aria-hidden="true">▲ </span>
      {text}
      <span className={classes.unseen}> {t("high")}</span>
    </strong>
  );
}

function columnsFor(locale: string, t: Texts, isStaff: boolean): (Column<MachineView> | null)[] {
  return [
    {
      title: t("name"),
      isRowHeader: true,
      cell: ({ id, name, isLocal }) => (
        <Link href={`/machines/${id}`} className="ln-link" prefetch={false}>
          {name}
          {isLocal ? <span className={classes.note}> {t("thisPanel")}</span> : null}
        </Link>
      ),
    },
    { title: t("state"), cell: ({ presence }) => <StatusPill status={presence} /> },
    figure(locale, "CPU", ["cpu.percent"], "percent"),
    { title: t("last4Hours"), from: "desktop", cell: ({ spark }) => <SparkLine values={spark} /> },
    figure(locale, t("memory"), ["memory.percent"], "percent"),
    figure(locale, t("disk"), ["disk.percent"], "percent"),
    figure(locale, t("traffic"), ["network.received", "network.sent"], "bytes/s"),
    { ...figure(locale, t("load"), ["load.one"], "load"), from: "desktop" },
    isStaff ? { title: t("owner"), from: "desktop", cell: ({ owner }) => owner?.name ?? t("panel") } : null,
    {
      title: t("lastSample"),
      from: "tablet",
      cell: ({ lastSampleAt }) => (lastSampleAt ? <RelativeTime at={lastSampleAt} /> : t("noneYet")),
    },
  ];
}
