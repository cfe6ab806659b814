"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";
import tables from "@/components/admin/tables.module.css";
import type { SecurityOverview } from "@/lib/auth/detection/contract";
import classes from "./security.module.css";
import { countOf, outcomeGroups, utcLabel } from "./security-words";

const SecurityChart = dynamic(() => import("./security-chart"), {
  ssr: false,
  loading: () => <Skeleton height={220} radius={6} />,
});

/** Attempts to sign in by outcome: totals, bars, and the figures as a table for accessibility. */
export function SecuritySignIns({ series }: { series: SecurityOverview["series"] }) {
  const busy = series.filter(({ counts }) => Object.keys(counts).length > 0);
  if (busy.length === 0) {
    return <p className={tables.dim}>No sign-in attempts during this time.</p>;
  }
  return (
    <>
      <ul className={classes.legend}>
        {outcomeGroups.map(({ label, outcomes, light, dark }) => (
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
        <summary>Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section aria-label="Attempts to sign in by time" tabIndex={0}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">From (UTC)</th>
                {outcomeGroups.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {busy.map(({ at, counts }) => (
                <tr key={at}>
                  <th scope="row">{utcLabel(at)}</th>
                  {outcomeGroups.map(({ label, outcomes }) => (
                    <td key={label} className="ln-figure">
                      {countOf(counts, outcomes)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </>
  );
}
