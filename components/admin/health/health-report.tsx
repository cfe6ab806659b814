"use client";

import { Button, Group, SegmentedControl } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { StateBars } from "@/components/ui/charts/state-bars";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { useRefresh } from "@/components/ui/use-refresh";
import type { HealthFinding, HealthHistory } from "@/lib/health/contract";
import classes from "./health-report.module.css";

const refreshMs = 15_000;
const ranges = [
  { value: "1", label: "1 h" },
  { value: "24", label: "24 h" },
  { value: "168", label: "7 d" },
  { value: "720", label: "30 d" },
];

type Props = { findings: HealthFinding[]; history: HealthHistory; hours: number; canReport: boolean };

/** What each check finds, what to do about it, and what it found before. */
export function HealthReport({ findings, history, hours, canReport }: Props) {
  const t = useTranslations("admin.health");
  const filters = useListFilters();
  const refresh = useRefresh();
  useEffect(() => {
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [refresh]);
  const bad = findings.filter(({ state }) => state === "degraded" || state === "failed");
  return (
    <PageFrame
      title={t("health")}
      lead={
        bad.length === 0
          ? t("everythingWorks")
          : t("ofChecksFoundSomething", { badCount: bad.length, findingsCount: findings.length })
      }
      actions={
        <Group gap="xs">
          {canReport ? (
            <Button component="a" href="/api/admin/support-report" download variant="default" size="sm">
              {t("supportReport")}
            </Button>
          ) : null}
          <SegmentedControl
            data={ranges}
            value={String(hours)}
            onChange={(value) => filters.change("hours", value === "24" ? null : value)}
            aria-label={t("rangeOfTheHistory")}
          />
        </Group>
      }
    >
      {bad.map((finding) => (
        <Trouble key={finding.name} finding={finding} />
      ))}
      <Card flush>
        <ul className={classes.list}>
          {findings.map((finding) => (
            <Check
              key={finding.name}
              finding={finding}
              past={history.checks.find(({ name }) => name === finding.name)}
              stepSeconds={history.stepSeconds}
            />
          ))}
        </ul>
      </Card>
    </PageFrame>
  );
}

function Trouble({ finding: { label, state, detail, advice } }: { finding: HealthFinding }) {
  const t = useTranslations("admin.health");
  return (
    <Card title={label} aside={<StatusPill status={state} />}>
      {detail ? <p className={classes.detail}>{detail}</p> : null}
      {advice ? (
        <p className={classes.detail}>
          {advice.text} {advice.href ? <Link href={advice.href}>{t("openThePage")}</Link> : null}
        </p>
      ) : null}
      {advice?.command ? <CopyField label={t("onTheMachineOf")} value={advice.command} /> : null}
    </Card>
  );
}

type Past = HealthHistory["checks"][number];

function Check({
  finding,
  past,
  stepSeconds,
}: {
  finding: HealthFinding;
  past: Past | undefined;
  stepSeconds: number;
}) {
  const { label, state, value, unit, detail } = finding;
  const shown = value === null ? null : `${value} ${unit ?? ""}`.trim();
  return (
    <li className={classes.check}>
      <span className={classes.name}>{label}</span>
      <StatusPill status={state} />
      <span className={classes.value}>{shown ?? (state === "off" ? detail : "")}</span>
      {past ? (
        <div className={classes.bars}>
          <Bars past={past} stepSeconds={stepSeconds} />
        </div>
      ) : null}
      <span className={classes.share}>{past?.availability == null ? "" : `${past.availability} %`}</span>
    </li>
  );
}

function Bars({ past, stepSeconds }: { past: Past; stepSeconds: number }) {
  const t = useTranslations("admin.health");
  const count = (wanted: string) => past.points.filter((point) => point?.state === wanted).length;
  const minutes = Math.round(stepSeconds / 60);
  const text = t("ofStepsOfMin", {
    label: past.label,
    value: count("failed"),
    pointsCount: past.points.length,
    minutes,
    value2: count("degraded"),
  });
  return <StateBars states={past.points.map((point) => point?.state ?? null)} label={text} />;
}
