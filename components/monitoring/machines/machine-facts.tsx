"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatValue } from "@/components/monitoring/charts/format-value";
import { Card } from "@/components/ui/page-frame";
import { DataTable } from "@/components/ui/table/data-table";
import { formatBytes } from "@/lib/core/units";
import type { MachineDetail } from "@/lib/monitoring/machines/contract";
import classes from "./machines.module.css";

type Texts = ReturnType<typeof useTranslations<"monitoring.machines">>;

const hours = (t: Texts, seconds: number) => {
  const days = Math.floor(seconds / 86_400);
  if (days > 0) return t("days", { days });
  return t("hours", { hours: Math.floor(seconds / 3_600), minutes: Math.floor((seconds % 3_600) / 60) });
};

/** What is no figure over time: hardware, file systems, containers. */
export function MachineFacts({ machine }: { machine: MachineDetail }) {
  const locale = useLocale();
  const t = useTranslations("monitoring.machines");
  const { facts, os, hostname, version } = machine;
  const lines: [string, string | null][] = [
    [t("hostName"), hostname],
    [t("system"), os],
    [t("kernel"), facts?.kernel ?? null],
    [t("cores"), facts?.cores ? String(facts.cores) : null],
    [t("memory"), facts?.memoryBytes ? formatBytes(facts.memoryBytes, locale) : null],
    [t("upFor"), facts?.uptimeSeconds ? hours(t, facts.uptimeSeconds) : null],
    [t("agent"), version],
    ...Object.entries(facts?.failures ?? {}).map(([name, reason]): [string, string] => [
      t("missing", { name }),
      reason,
    ]),
  ];
  return (
    <>
      <Card title={t("machine")}>
        <dl className={classes.facts}>
          {lines.flatMap(([label, value]) =>
            value ? [<dt key={`${label}:term`}>{label}</dt>, <dd key={label}>{value}</dd>] : [],
          )}
        </dl>
      </Card>
      {facts?.disks && facts.disks.length > 0 ? (
        <Card title={t("fileSystems")} flush>
          <DataTable
            label={t("fileSystems")}
            rows={facts.disks}
            idOf={({ path }) => path}
            columns={[
              { title: t("path"), isRowHeader: true, cell: ({ path }) => path },
              {
                title: t("used"),
                className: classes.number,
                cell: ({ percent }) => formatValue(locale, "percent", percent),
              },
              {
                title: t("size"),
                className: classes.number,
                cell: ({ totalBytes }) => formatBytes(totalBytes, locale),
              },
            ]}
          />
        </Card>
      ) : null}
      {facts?.containers && facts.containers.length > 0 ? <Containers containers={facts.containers} /> : null}
    </>
  );
}

function Containers({ containers }: { containers: NonNullable<NonNullable<MachineDetail["facts"]>["containers"]> }) {
  const locale = useLocale();
  const t = useTranslations("monitoring.machines");
  return (
    <Card title={t("containersAsOfThe")} flush>
      <DataTable
        label={t("containers")}
        rows={containers}
        idOf={({ name }) => name}
        columns={[
          { title: t("name"), isRowHeader: true, cell: ({ name }) => name },
          { title: t("state"), cell: ({ state }) => state },
          {
            title: "CPU",
            className: classes.number,
            cell: ({ cpuPercent }) => (cpuPercent === null ? "–" : formatValue(locale, "percent", cpuPercent)),
          },
          {
            title: t("memory"),
            className: classes.number,
            cell: ({ memoryBytes }) => (memoryBytes === null ? "–" : formatBytes(memoryBytes, locale)),
          },
        ]}
      />
    </Card>
  );
}
