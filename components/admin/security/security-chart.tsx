"use client";

import { useComputedColorScheme } from "@mantine/core";
import { BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";
import { useTranslations } from "next-intl";
import { Bar } from "react-chartjs-2";
import type { SecurityOverview } from "@/lib/auth/detection/contract";
import { countOf, outcomeGroups, utcLabel } from "./security-words";

Chart.register(BarElement, CategoryScale, LinearScale, Tooltip);

/** Attempts by outcome, as stacked bars. The same figures are in the table below the chart. */
export default function SecurityChart({ series }: { series: SecurityOverview["series"] }) {
  const t = useTranslations("admin.security");
  const isDark = useComputedColorScheme("light") === "dark";
  const text = isDark ? "#97a3b1" : "#56616e";
  const line = isDark ? "#242d37" : "#e1e5ea";
  return (
    <Bar
      role="img"
      aria-label={t("attemptsToSignInOver")}
      data={{
        labels: series.map(({ at }) => utcLabel(at)),
        datasets: outcomeGroups(t).map(({ label, outcomes, light, dark }) => ({
          label,
          data: series.map(({ counts }) => countOf(counts, outcomes)),
          backgroundColor: isDark ? dark : light,
          borderRadius: 2,
          maxBarThickness: 26,
        })),
      }}
      options={{
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        scales: {
          x: { stacked: true, grid: { display: false }, ticks: { color: text, maxRotation: 0, autoSkipPadding: 16 } },
          y: {
            stacked: true,
            beginAtZero: true,
            suggestedMax: 5,
            border: { display: false },
            grid: { color: line },
            ticks: { color: text, precision: 0, maxTicksLimit: 5 },
          },
        },
      }}
    />
  );
}
