"use client";

import { SimpleGrid, Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { formatDuration } from "@/lib/core/units";
import type { ProvisioningReport as Report } from "@/lib/platform/provisioning/contract";
import classes from "./provisioning-report.module.css";

const DayBars = dynamic(() => import("@/components/ui/charts/day-bars"), {
  ssr: false,
  loading: () => <Skeleton height={180} radius={6} />,
});

const duration = (ms: number | null) => (ms === null ? "–" : formatDuration(ms));
const percent = (part: number, whole: number) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);

/** How creating servers goes: success, durations, reasons of failures, and ports that are left. */
export function ProvisioningReport({ report }: { report: Report }) {
  const { days, total, succeeded, durations, trend } = report;
  return (
    <PageFrame title="Provisioning" lead={`Servers that were created in the last ${days} days.`}>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <Tile label="Created" value={String(succeeded)} />
        <Tile label="Success" value={percent(succeeded, total)} />
        <Tile label="Median" value={duration(durations.medianMs)} />
        <Tile label="95 % within" value={duration(durations.p95Ms)} />
      </SimpleGrid>
      <Card title="By day">
        {total === 0 ? <EmptyState title="No server was created in this time." /> : <Trend trend={trend} />}
      </Card>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Card title="Games" flush>
          <DataTable
            label="Games"
            columns={templateColumns}
            rows={report.templates}
            idOf={({ template }) => template}
            empty={none}
          />
        </Card>
        <Card title="Steps" flush>
          <DataTable label="Steps" columns={stepColumns} rows={report.steps} idOf={({ step }) => step} empty={none} />
        </Card>
      </SimpleGrid>
      <Card title="Reasons of failures" flush>
        <DataTable
          label="Reasons of failures"
          columns={errorColumns}
          rows={report.errors}
          idOf={({ code }) => code}
          empty={<EmptyState title="No create failed." />}
        />
      </Card>
      <Card title="Ports" flush>
        <DataTable
          label="Ports"
          columns={poolColumns}
          rows={report.pools}
          idOf={({ address }) => address}
          empty={none}
        />
      </Card>
    </PageFrame>
  );
}

const none = <EmptyState title="Nothing yet." />;

function Tile({ label, value }: { label: string; value: string }) {
  return (
    <div className={`ln-card ${classes.tile}`}>
      <div className={classes.label}>{label}</div>
      <div className={`${classes.value} ln-figure`}>{value}</div>
    </div>
  );
}

type Durations = { medianMs: number | null; p95Ms: number | null };
const median = { title: "Median", cell: ({ medianMs }: Durations) => duration(medianMs) };
const most = { title: "95 % within", cell: ({ p95Ms }: Durations) => duration(p95Ms) };

const templateColumns: Column<Report["templates"][number]>[] = [
  { title: "Game", isRowHeader: true, cell: ({ template }) => template },
  { title: "Created", cell: ({ succeeded, total }) => `${succeeded} of ${total}` },
  median,
  most,
];

const stepColumns: Column<Report["steps"][number]>[] = [
  { title: "Step", isRowHeader: true, cell: ({ step }) => step },
  { title: "Times", cell: ({ count }) => count },
  median,
  most,
];

const errorColumns: Column<Report["errors"][number]>[] = [
  { title: "Code", isRowHeader: true, cell: ({ code }) => <a href={`/docs/errors#${code}`}>{code}</a> },
  { title: "Times", cell: ({ count }) => count },
  { title: "Last", cell: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  { title: "What it said", from: "tablet", cell: ({ message }) => message },
];

const poolColumns: Column<Report["pools"][number]>[] = [
  { title: "Address", isRowHeader: true, cell: ({ address }) => address },
  { title: "In use", cell: ({ used, total }) => `${used} of ${total} (${percent(used, total)})` },
  { title: "New each day", cell: ({ usedPerDay }) => usedPerDay.toFixed(1) },
  {
    title: "Used up in",
    cell: ({ daysLeft }) =>
      daysLeft === null ? "not at this rate" : `${daysLeft} ${daysLeft === 1 ? "day" : "days"} at this rate`,
  },
];

function Trend({ trend }: Pick<Report, "trend">) {
  return (
    <DayBars
      subject="Servers"
      days={trend.map(({ day }) => day)}
      series={[
        { label: "created", color: "#129c80", counts: trend.map(({ succeeded }) => succeeded) },
        { label: "failed", color: "#d97706", counts: trend.map(({ failed }) => failed) },
      ]}
    />
  );
}
