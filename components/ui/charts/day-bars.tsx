"use client";

import { useComputedColorScheme } from "@mantine/core";
import { BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";
import { useTranslations } from "next-intl";
import { Bar } from "react-chartjs-2";

Chart.register(BarElement, LinearScale, CategoryScale, Tooltip);

export type DaySeries = { label: string; color: string; counts: readonly number[] };

/** Counts of each day, one above the other. `subject`: what is counted, for screen readers. */
export default function DayBars({
  subject,
  days,
  series,
}: {
  subject: string;
  days: readonly string[];
  series: readonly DaySeries[];
}) {
  const t = useTranslations("ui.charts");
  const isDark = useComputedColorScheme("light") === "dark";
  const text = isDark ? "#97a3b1" : "#56616e";
  const sums = series.map(({ label, counts }) => `${counts.reduce((sum, count) => sum + count, 0)} ${label}`);
  return (
    <div style={{ height: 180 }}>
      <Bar
        role="img"
        aria-label={t("byDayInDays", { subject, sums: sums.join(", "), daysCount: days.length })}
        data={{
          labels: days.map((day) => day.slice(5)),
          datasets: series.map(({ label, color, counts }) => ({ label, data: [...counts], backgroundColor: color })),
        }}
        options={{
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          scales: {
            x: { stacked: true, grid: { display: false }, ticks: { color: text } },
            y: { stacked: true, beginAtZero: true, ticks: { color: text, precision: 0, maxTicksLimit: 5 } },
          },
        }}
      />
    </div>
  );
}
