import { z } from "zod";

/** Figures of a machine or a server over time. */
export const ranges = { "1h": 3_600, "6h": 21_600, "24h": 86_400, "7d": 604_800, "30d": 2_592_000 } as const;
export const rangeNames = ["1h", "6h", "24h", "7d", "30d"] as const;
export type RangeName = (typeof rangeNames)[number];

const time = z.iso.datetime({ offset: true });
const longestMs = 400 * 86_400_000;

export const chartQuery = z
  .strictObject({
    range: z.enum(rangeNames).optional(),
    /** Instead of `range`: any part of the last 13 months. */
    from: time.optional(),
    to: time.optional(),
    /** Names of metrics, comma-separated; all of the subject without. */
    metrics: z
      .string()
      .max(600)
      .regex(/^[a-z.]+(,[a-z.]+)*$/, "Use names such as cpu.percent,memory.percent.")
      .optional(),
    format: z.enum(["json", "csv"]).default("json"),
    /** Of a CSV file: every sample, or as the chart shows it. */
    resolution: z.enum(["chart", "full"]).default("chart"),
    /** The caller shows it now: samples are published on its channel for the next minute. */
    watch: z.enum(["true", "false"]).default("false"),
  })
  .refine(({ range, from, to }) => (range === undefined ? true : from === undefined && to === undefined), {
    message: "Use range, or from and to.",
    path: ["range"],
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    message: "Use from and to together.",
    path: ["to"],
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    message: "to must be after from.",
    path: ["to"],
  })
  // Each point takes memory, and each day of a file a query.
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(to) - Date.parse(from) <= longestMs, {
    message: "Ask for at most 400 days.",
    path: ["to"],
  });
export type ChartQuery = z.output<typeof chartQuery>;

const values = z.array(z.number().nullable());

export const seriesView = z.object({
  unit: z.string(),
  label: z.string(),
  average: values,
  lowest: values,
  highest: values,
});
export type SeriesView = z.output<typeof seriesView>;

export const chartEvent = z.object({ at: z.iso.datetime(), kind: z.string(), message: z.string() });
export type ChartEvent = z.output<typeof chartEvent>;

const chartSeverity = z.enum(["warning", "critical"]);
export const chartMarks = z.object({
  /** Alerts that overlap the time; `to` is null while one has not ended. */
  alerts: z.array(
    z.object({
      id: z.string(),
      metric: z.string(),
      severity: chartSeverity,
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
    }),
  ),
  /** Of the alert rules about it. */
  thresholds: z.array(z.object({ metric: z.string(), severity: chartSeverity, value: z.number() })),
});
export type ChartMarks = z.output<typeof chartMarks>;

export const chartView = z.object({
  ...chartMarks.shape,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Width of each point. */
  stepSeconds: z.int(),
  /** Begin of each point, in milliseconds since 1970. A point without samples is null in every series. */
  times: z.array(z.number()),
  series: z.record(z.string(), seriesView),
  events: z.array(chartEvent),
});
export type ChartView = z.output<typeof chartView>;
