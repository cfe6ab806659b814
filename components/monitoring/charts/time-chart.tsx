"use client";

import { useComputedColorScheme } from "@mantine/core";
import { Chart, type ChartOptions, Filler, LinearScale, LineElement, PointElement, Tooltip } from "chart.js";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Line } from "react-chartjs-2";
import type { dataSetsOf } from "./chart-data";
import { type Crosshair, type Marks, marksPlugin } from "./draw-marks";
import { formatTime, formatValue, timeTicks } from "./format-value";

type Texts = ReturnType<typeof useTranslations<"monitoring.charts">>;

Chart.register(LineElement, PointElement, LinearScale, Filler, Tooltip);

type Props = {
  label: string;
  sets: ReturnType<typeof dataSetsOf>;
  from: number;
  to: number;
  max?: number | undefined;
  events: Marks["events"];
  periods: Marks["periods"];
  thresholds: Marks["thresholds"];
  /** CSS height; 190 px without. */
  height?: string | undefined;
  crosshair: Crosshair;
  onZoom: (fromMs: number, toMs: number) => void;
};

/** Average lines with the band between lowest and highest. Drag over a part to look at it more closely. */
export function TimeChart(props: Props) {
  const locale = useLocale();
  const t = useTranslations("monitoring.charts");
  const { label, sets, from, to, max, events, periods, thresholds, height = "190px", crosshair, onZoom } = props;
  const isDark = useComputedColorScheme("light") === "dark";
  const text = isDark ? "#97a3b1" : "#56616e";
  // The chart keeps its plugin for its whole life.
  const latest = useRef({ marks: { events, periods, thresholds, color: text }, onZoom });
  useEffect(() => {
    latest.current = { marks: { events, periods, thresholds, color: text }, onZoom };
  });
  const [plugins] = useState(() => [
    marksPlugin({
      marks: () => latest.current.marks,
      crosshair,
      onSelect: (fromMs, toMs) => latest.current.onZoom(fromMs, toMs),
    }),
  ]);
  return (
    <div style={{ height, position: "relative" }}>
      <Line
        role="img"
        aria-label={label}
        plugins={plugins}
        data={{ datasets: sets.flatMap((item) => drawn(t, item)) }}
        options={optionsOf(locale, {
          hidden: [t("lowest"), t("highest")],
          unit: sets[0]?.unit ?? "",
          from,
          to,
          max,
          text,
          line: isDark ? "#242d37" : "#e1e5ea",
        })}
      />
    </div>
  );
}

/** Lowest and highest without lines, the space between them filled; then the average, and the week before as dashes. */
function drawn(t: Texts, { label, color, average, lowest, highest, compared }: Props["sets"][number]) {
  const plain = { pointRadius: 0, pointHitRadius: 0, borderWidth: 0, borderColor: "transparent", spanGaps: false };
  const line = { pointHitRadius: 8, borderColor: color, backgroundColor: color, borderWidth: 1.5, spanGaps: false };
  // A peak of one sample is as wide as one point: without an edge it could not be seen.
  const edge = { borderWidth: 1, borderColor: `${color}80` };
  const radius = average.filter(({ y }) => y !== null).length < 3 ? 3 : 0;
  return [
    { ...plain, label: t("lowest"), data: lowest, fill: false },
    { ...plain, ...edge, label: t("highest"), data: highest, fill: "-1", backgroundColor: `${color}59` },
    { ...line, label, data: average, fill: false, pointRadius: radius },
    ...(compared.length > 0
      ? [
          {
            ...line,
            label: t("aWeekBefore", { label }),
            data: compared,
            borderDash: [4, 4],
            pointRadius: 0,
            fill: false,
          },
        ]
      : []),
  ];
}

type Look = {
  hidden: readonly string[];
  unit: string;
  from: number;
  to: number;
  max: number | undefined;
  text: string;
  line: string;
};

function optionsOf(locale: string, { hidden, unit, from, to, max, text, line }: Look): ChartOptions<"line"> {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    events: ["mousemove", "mouseout", "mousedown", "mouseup", "touchstart", "touchmove"],
    interaction: { mode: "nearest", axis: "x", intersect: false },
    plugins: {
      tooltip: {
        animation: false,
        filter: ({ dataset }) => !hidden.includes(dataset.label ?? ""),
        callbacks: {
          title: ([item]) => (item ? new Date(item.parsed.x ?? 0).toLocaleString() : ""),
          label: ({ dataset, parsed }) => `${dataset.label}: ${formatValue(locale, unit, parsed.y ?? 0)}`,
        },
      },
    },
    scales: {
      x: {
        type: "linear",
        min: from,
        max: to,
        grid: { display: false },
        afterBuildTicks: (axis) => {
          axis.ticks = timeTicks(from, to, new Date(from).getTimezoneOffset()).map((value) => ({ value }));
        },
        ticks: {
          color: text,
          maxRotation: 0,
          autoSkipPadding: 24,
          callback: (value) => formatTime(Number(value), to - from),
        },
      },
      y: {
        beginAtZero: true,
        ...(max === undefined ? {} : { max }),
        border: { display: false },
        grid: { color: line },
        ticks: { color: text, maxTicksLimit: 5, callback: (value) => formatValue(locale, unit, Number(value)) },
      },
    },
  };
}
