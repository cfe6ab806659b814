import { expect, it } from "vitest";
import { english } from "@/components/testing/english";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import { alertMarksOf } from "./alert-marks";

const t = english("monitoring.charts");

const chart: ChartView = {
  from: "2026-01-01T10:00:00.000Z",
  to: "2026-01-01T11:00:00.000Z",
  stepSeconds: 60,
  times: [],
  series: {},
  events: [],
  alerts: [
    { id: "a", metric: "cpu.percent", severity: "critical", from: "2026-01-01T10:10:00.000Z", to: null },
    { id: "b", metric: "disk.percent", severity: "warning", from: "2026-01-01T10:10:00.000Z", to: null },
  ],
  thresholds: [{ metric: "cpu.percent", severity: "warning", value: 90 }],
};

it("marks alerts and thresholds of the figures of a chart only; an open alert lasts until now", () => {
  const now = Date.parse(chart.to);
  const marks = alertMarksOf(t, { title: "CPU", metrics: ["cpu.percent"] }, chart, now);
  expect(marks.periods).toEqual([{ fromMs: now - 3_000_000, toMs: now, color: "#c92a2a" }]);
  expect(marks.thresholds).toEqual([{ value: 90, color: "#d97706" }]);
  expect(marks.text).toBe(" 1 alert in this time.");
  expect(alertMarksOf(t, { title: "Load", metrics: ["load.one"] }, chart, now).text).toBe("");
});
