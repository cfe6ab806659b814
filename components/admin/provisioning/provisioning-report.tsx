"use client";

import { SimpleGrid, Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { formatDuration } from "@/lib/core/units";
import type { ProvisioningReport as Report } from "@/lib/platform/provisioning/contract";
import classes from "./provisioning-report.module.css";

type Texts = ReturnType<typeof useTranslations<"admin.provisioning">>;

const DayBars = dynamic(() => import("@/components/ui/charts/day-bars"), {
  ssr: false,
  loading: () => <Skeleton height={180} radius={6} />,
});

const duration = (locale: string, ms: number | null) => (ms === null ? "–" : formatDuration(ms, locale));
const percent = (part: number, whole: number) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);

/** How creating servers goes: success, durations, reasons of failures, and ports that are left. */
export function ProvisioningReport({ report }: { report: Report }) {
  const locale = useLocale();
  const t = useTranslations("admin.provisioning");
  const { days, total, succeeded, durations, trend } = report;
  return (
    <PageFrame title={t("provisioning")} lead={t("serversThatWereCreated", { days })}>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <Tile label={t("created2")} value={String(succeeded)} />
        <Tile label={t("success")} value={percent(succeeded, total)} />
        <Tile label={t("median")} value={duration(locale, durations.medianMs)} />
        <Tile label={t("n95Within")} value={duration(locale, durations.p95Ms)} />
      </SimpleGrid>
      <Card title={t("byDay")}>
        {total === 0 ? <EmptyState title={t("noServerWasCreated")} /> : <Trend trend={trend} />}
      </Card>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Card title={t("games")} flush>
          <DataTable
            label={t("games")}
            columns={templateColumns(locale, t)}
            rows={report.templates}
            idOf={({ template }) => template}
            empty={none(t)}
          />
        </Card>
        <Card title={t("steps")} flush>
          <DataTable
            label={t("steps")}
            columns={stepColumns(locale, t)}
            rows={report.steps}
            idOf={({ step }) => step}
            empty={none(t)}
          />
        </Card>
      </SimpleGrid>
      <Card title={t("reasonsOfFailures")} flush>
        <DataTable
          label={t("reasonsOfFailures")}
          columns={errorColumns(t)}
          rows={report.errors}
          idOf={({ code }) => code}
          empty={<EmptyState title={t("noCreateFailed")} />}
        />
      </Card>
      <Card title={t("ports")} flush>
        <DataTable
          label={t("ports")}
          columns={poolColumns(t)}
          rows={report.pools}
          idOf={({ address }) => address}
          empty={none(t)}
        />
      </Card>
    </PageFrame>
  );
}

const none = (t: Texts) => <EmptyState title={t("nothingYet")} />;

function Tile({ label, value }: { label: string; value: string }) {
  return (
    <div className={`ln-card ${classes.tile}`}>
      <div className={classes.label}>{label}</div>
      <div className={`${classes.value} ln-figure`}>{value}</div>
    </div>
  );
}

type Durations = { medianMs: number | null; p95Ms: number | null };
const median = (locale: string, t: Texts) => ({
  title: t("median"),
  cell: ({ medianMs }: Durations) => duration(locale, medianMs),
});
const most = (locale: string, t: Texts) => ({
  title: t("n95Within"),
  cell: ({ p95Ms }: Durations) => duration(locale, p95Ms),
});

const templateColumns = (locale: string, t: Texts): Column<Report["templates"][number]>[] => [
  { title: t("game"), isRowHeader: true, cell: ({ template }) => template },
  { title: t("created2"), cell: ({ succeeded, total }) => t("of2", { succeeded, total }) },
  median(locale, t),
  most(locale, t),
];

const stepColumns = (locale: string, t: Texts): Column<Report["steps"][number]>[] => [
  { title: t("step"), isRowHeader: true, cell: ({ step }) => step },
  { title: t("times"), cell: ({ count }) => count },
  median(locale, t),
  most(locale, t),
];

const errorColumns = (t: Texts): Column<Report["errors"][number]>[] => [
  { title: t("code"), isRowHeader: true, cell: ({ code }) => <a href={`/docs/errors#${code}`}>{code}</a> },
  { title: t("times"), cell: ({ count }) => count },
  { title: t("last"), cell: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  { title: t("whatItSaid"), from: "tablet", cell: ({ message }) => message },
];

const poolColumns = (t: Texts): Column<Report["pools"][number]>[] => [
  { title: t("address"), isRowHeader: true, cell: ({ address }) => address },
  { title: t("inUse"), cell: ({ used, total }) => t("of", { used, total, used2: percent(used, total) }) },
  { title: t("newEachDay"), cell: ({ usedPerDay }) => usedPerDay.toFixed(1) },
  {
    title: t("usedUpIn"),
    cell: ({ daysLeft }) => (daysLeft === null ? t("notAtThisRate") : t("dayDaysAtThis", { daysLeft })),
  },
];

function Trend({ trend }: Pick<Report, "trend">) {
  const t = useTranslations("admin.provisioning");
  return (
    <DayBars
      subject={t("servers")}
      days={trend.map(({ day }) => day)}
      series={[
        { label: t("created"), color: "#129c80", counts: trend.map(({ succeeded }) => succeeded) },
        { label: t("failed"), color: "#d97706", counts: trend.map(({ failed }) => failed) },
      ]}
    />
  );
}
