"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";
import Link from "next/link";
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
  const { days, byDay, noisiest } = stats;
  const duration = (seconds: number | null) => (seconds === null ? "–" : formatDuration(seconds));
  const facts: [string, string | number][] = [
    ["Alerts", stats.total],
    ["Open now", stats.open],
    ["Acknowledged", stats.acknowledged],
    ["Time to acknowledge, median", duration(stats.medianToAcknowledge)],
    ["Time to end, median", duration(stats.medianToResolve)],
  ];
  return (
    <PageFrame title="Statistics of alerts" lead={`The last ${days} days.`}>
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
      <Card title="By day">
        <DayBars
          subject="Alerts"
          days={byDay.map(({ day }) => day)}
          series={[
            { label: "warnings", color: "#d97706", counts: byDay.map(({ warning }) => warning) },
            { label: "critical", color: "#c92a2a", counts: byDay.map(({ critical }) => critical) },
          ]}
        />
      </Card>
      <Card title="Rules that fire most" flush>
        <DataTable
          label="Rules that fire most"
          rows={noisiest}
          idOf={({ ruleId, name }) => ruleId ?? name}
          columns={[
            {
              title: "Rule",
              isRowHeader: true,
              cell: ({ ruleId, name }) => (ruleId ? <Link href={`/alerts/rules/${ruleId}`}>{name}</Link> : name),
            },
            { title: "Alerts", cell: ({ count }) => <span className="ln-figure">{count}</span> },
          ]}
          empty={<EmptyState title="No alerts in this time." />}
        />
      </Card>
    </PageFrame>
  );
}
