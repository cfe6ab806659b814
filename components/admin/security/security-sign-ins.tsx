"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import tables from "@/components/admin/tables.module.css";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { SecurityOverview } from "@/lib/auth/detection/contract";
import classes from "./security.module.css";
import { countOf, outcomeGroups, utcLabel } from "./security-words";

type Texts = ReturnType<typeof useTranslations<"admin.security">>;

type Point = SecurityOverview["series"][number];

const columns = (t: Texts): Column<Point>[] => [
  { title: t("fromUtc"), isRowHeader: true, cell: ({ at }) => utcLabel(at) },
  ...outcomeGroups(t).map(({ label, outcomes }) => ({
    title: label,
    className: "ln-figure",
    cell: ({ counts }: Point) => countOf(counts, outcomes),
  })),
];

const SecurityChart = dynamic(() => import("./security-chart"), {
  ssr: false,
  loading: () => <Skeleton height={220} radius={6} />,
});

/** Attempts to sign in by outcome: totals, bars, and the figures as a table for accessibility. */
export function SecuritySignIns({ series }: { series: SecurityOverview["series"] }) {
  const t = useTranslations("admin.security");
  const busy = series.filter(({ counts }) => Object.keys(counts).length > 0);
  if (busy.length === 0) {
    return <p className={tables.dim}>{t("noSignInAttempts")}</p>;
  }
  return (
    <>
      <ul className={classes.legend}>
        {outcomeGroups(t).map(({ label, outcomes, light, dark }) => (
          <li key={label}>
            <span className={`${classes.swatch} ${classes.light}`} style={{ background: light }} aria-hidden="true" />
            <span className={`${classes.swatch} ${classes.dark}`} style={{ background: dark }} aria-hidden="true" />
            <span>
              {label}:{" "}
              <span className="ln-figure">
                {series.reduce((sum, { counts }) => sum + countOf(counts, outcomes), 0)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.chart}>
        <SecurityChart series={series} />
      </div>
      <details className={classes.asTable}>
        <summary>{t("showAsATable")}</summary>
        <DataTable label={t("attemptsToSignIn")} columns={columns(t)} rows={busy} idOf={({ at }) => at} />
      </details>
    </>
  );
}
