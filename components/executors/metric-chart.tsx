"use client";

import { useComputedColorScheme } from "@mantine/core";
import { CategoryScale, Chart, Filler, LinearScale, LineElement, PointElement, Tooltip } from "chart.js";
import { useTranslations } from "next-intl";
import { Line } from "react-chartjs-2";
import { formatMetric, metricLabel } from "./metric-words";

Chart.register(LineElement, PointElement, LinearScale, CategoryScale, Filler, Tooltip);

type Point = { at: string; value: number };

/** `14:05`, and the day before it where the points span more than one. Pure. */
function labelsOf(points: Point[]): string[] {
  const days = new Set(points.map(({ at }) => at.slice(0, 10)));
  return points.map(({ at }) => (days.size > 1 ? `${at.slice(5, 10)} ${at.slice(11, 16)}` : at.slice(11, 16)));
}

/** One figure over time; times are UTC. */
export default function MetricChart({ name, points }: { name: string; points: Point[] }) {
  const t = useTranslations("executors");
  const isDark = useComputedColorScheme("light") === "dark";
  const text = isDark ? "#97a3b1" : "#56616e";
  const line = isDark ? "#242d37" : "#e1e5ea";
  const values = points.map(({ value }) => value);
  const lowest = formatMetric(t, name, Math.min(...values));
  const highest = formatMetric(t, name, Math.max(...values));
  return (
    <div style={{ height: 150 }}>
      <Line
        role="img"
        aria-label={t("overTime", { name: metricLabel(t, name), lowest, highest })}
        data={{
          labels: labelsOf(points),
          datasets: [
            {
              data: values,
              borderColor: "#2bbb9b",
              backgroundColor: "rgba(43,187,155,.14)",
              fill: true,
              borderWidth: 1.5,
              pointRadius: points.length === 1 ? 3 : 0,
              pointHitRadius: 12,
              tension: 0.25,
            },
          ],
        }}
        options={{
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          interaction: { mode: "index", intersect: false },
          plugins: { tooltip: { callbacks: { label: ({ raw }) => formatMetric(t, name, Number(raw)) } } },
          scales: {
            x: { grid: { display: false }, ticks: { color: text, maxRotation: 0, autoSkipPadding: 18 } },
            y: {
              beginAtZero: true,
              border: { display: false },
              grid: { color: line },
              ticks: { color: text, maxTicksLimit: 4 },
            },
          },
        }}
      />
    </div>
  );
}
