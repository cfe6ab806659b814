"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { DataTable } from "@/components/ui/table/data-table";
import type { AlertStats } from "@/lib/alerts/contract";
import { formatDuration } from "./alert-values";
import classes from "./alerts.module.css";

const DayBars = dynamic(() => import("@/components/ui/charts/day-bars"), {
  ssr: false,
  loading: () => <Skeleton height={180} />,
});

/** Alerts of the last 30 days in figures. */
export function AlertStatistics({ stats }: { stats: AlertStats }) {
  const t = useTranslations("alerts");
  const { days, byDay, noisiest } = stats;
  const duration = (seconds: number | null) => (seconds === null ? "–" : formatDuration(seconds));
  const facts: [string, string | number][] = [
    [t("alerts"), stats.total],
    [t("openNow"), stats.open],
    [t("acknowledged"), stats.acknowledged],
    [t("timeToAcknowledgeMedian"), duration(stats.medianToAcknowledge)],
    [t("timeToEndMedian"), duration(stats.medianToResolve)],
  ];
  return (
    <PageFrame title={t("statisticsOfAlerts")} lead={t("theLastDays", { days })}>
      <Card>
        <dl className={classes.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t("byDay")}>
        <DayBars
          subject={t("alerts")}
          days={byDay.map(({ day }) => day)}
          series={[
            { label: t("warnings"), color: "#d97706", counts: byDay.map(({ warning }) => warning) },
            { label: t("critical"), color: "#c92a2a", counts: byDay.map(({ critical }) => critical) },
          ]}
        />
      </Card>
      <Card title={t("rulesThatFireMost")} flush>
        <DataTable
          label={t("rulesThatFireMost")}
          rows={noisiest}
          idOf={({ ruleId, name }) => ruleId ?? name}
          columns={[
            {
              title: t("rule"),
              isRowHeader: true,
              cell: ({ ruleId, name }) => (ruleId ? <Link href={`/alerts/rules/${ruleId}`}>{name}</Link> : name),
            },
            { title: t("alerts"), cell: ({ count }) => <span className="ln-figure">{count}</span> },
          ]}
          empty={<EmptyState title={t("noAlertsInThis")} />}
        />
      </Card>
    </PageFrame>
  );
}
