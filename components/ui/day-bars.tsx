"use client";

import { useComputedColorScheme } from "@mantine/core";
import { BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";
import { Bar } from "react-chartjs-2";
import type { ProvisioningReport } from "@/lib/platform/provisioning/contract";

Chart.register(BarElement, LinearScale, CategoryScale, Tooltip);

/** Created and failed servers of each day, one above the other. */
export default function TrendChart({ trend }: { trend: ProvisioningReport["trend"] }) {
  const isDark = useComputedColorScheme("light") === "dark";
  const text = isDark ? "#97a3b1" : "#56616e";
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const [good, bad] = [trend.map(({ succeeded }) => succeeded), trend.map(({ failed }) => failed)];
  return (
    <div style={{ height: 180 }}>
      <Bar
        role="img"
        aria-label={`Servers by day: ${sum(good)} created, ${sum(bad)} failed in ${trend.length} days`}
        data={{
          labels: trend.map(({ day }) => day.slice(5)),
          datasets: [
            { label: "created", data: good, backgroundColor: "#129c80" },
            { label: "failed", data: bad, backgroundColor: "#d97706" },
          ],
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
