"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import { formatTime, formatValue } from "./format-value";
import classes from "./metric-board.module.css";

const mostRows = 120;

/** The averages as a table, the newest first. Longer parts are shown with every n-th point. */
export function FigureTable({ chart }: { chart: ChartView }) {
  const locale = useLocale();
  const t = useTranslations("monitoring.charts");
  const names = Object.entries(chart.series);
  const step = Math.max(1, Math.ceil(chart.times.length / mostRows));
  const spanMs = Date.parse(chart.to) - Date.parse(chart.from);
  const rows = chart.times.map((atMs, place) => ({ atMs, place })).filter(({ place }) => place % step === 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.table} aria-label={t("figuresAsATable")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("time")}</th>
            {names.map(([name, { label }]) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ atMs, place }) => (
            <tr key={atMs}>
              <th scope="row">{formatTime(atMs, spanMs)}</th>
              {names.map(([name, { average, unit }]) => {
                const value = average[place];
                return <td key={name}>{typeof value === "number" ? formatValue(locale, unit, value) : "–"}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
