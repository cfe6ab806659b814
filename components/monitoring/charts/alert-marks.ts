import type { useTranslations } from "next-intl";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import type { ChartGroup } from "./chart-groups";
import type { Marks } from "./draw-marks";

type Texts = ReturnType<typeof useTranslations<"monitoring.charts">>;

const colors = { warning: "#d97706", critical: "#c92a2a" } as const;

type Drawn = Pick<Marks, "periods" | "thresholds"> & { text: string };

/** Alerts and thresholds of the figures of one chart, and a sentence about them for people who do not see it. Pure. */
export function alertMarksOf(t: Texts, group: ChartGroup, { alerts, thresholds }: ChartView, nowMs: number): Drawn {
  const isOf = ({ metric }: { metric: string }) => (group.metrics as readonly string[]).includes(metric);
  const periods = alerts.filter(isOf).map(({ from, to, severity }) => ({
    fromMs: Date.parse(from),
    toMs: to === null ? nowMs : Date.parse(to),
    color: colors[severity],
  }));
  const count = periods.length;
  return {
    periods,
    thresholds: thresholds.filter(isOf).map(({ value, severity }) => ({ value, color: colors[severity] })),
    text: count === 0 ? "" : ` ${t("alertAlertsInThis", { count })}`,
  };
}
