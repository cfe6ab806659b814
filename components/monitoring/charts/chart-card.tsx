"use client";

import { ActionIcon } from "@mantine/core";
import { IconMaximize, IconMinimize } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { metricWord } from "@/components/monitoring/metric-words";
import { Card } from "@/components/ui/page-frame";
import type { ChartView } from "@/lib/monitoring/charts/contract";
import { alertMarksOf } from "./alert-marks";
import { dataSetsOf, type LiveSample, summaryOf } from "./chart-data";
import type { ChartGroup } from "./chart-groups";
import { weekMs } from "./chart-state";
import type { Crosshair } from "./draw-marks";
import { formatTime, formatValue } from "./format-value";
import classes from "./metric-board.module.css";
import { TimeChart } from "./time-chart";
import { useFullScreen } from "./use-full-screen";

type Texts = ReturnType<typeof useTranslations<"monitoring.charts">>;

type Props = {
  group: ChartGroup;
  chart: ChartView;
  compared: ChartView | undefined;
  live: readonly LiveSample[];
  crosshair: Crosshair;
  onZoom: (fromMs: number, toMs: number) => void;
};

/** One chart with its newest value and a summary in words. Nothing is drawn of figures that the subject does not have. */
export function ChartCard({ group, chart, compared, live, crosshair, onZoom }: Props) {
  const locale = useLocale();
  const t = useTranslations("monitoring.charts");
  const { ref, isFull, toggle } = useFullScreen<HTMLDivElement>();
  const tMetrics = useTranslations("labels.metrics");
  const labelOf = (name: string, label: string) => metricWord(tMetrics, name, label);
  const sets = dataSetsOf(group, chart, { live, labelOf, ...(compared ? { compared, shiftMs: weekMs } : {}) });
  if (sets.length === 0) return null;
  const from = Date.parse(chart.from);
  const to = Math.max(Date.parse(chart.to), live.at(-1)?.atMs ?? 0);
  const summaries = sets.map((set) => ({ ...set, text: textOf(locale, t, set, to - from) }));
  const { periods, thresholds, text: alertText } = alertMarksOf(t, group, chart, to);
  const newest = sets[0]?.average.findLast(({ y }) => y !== null)?.y;
  return (
    <div ref={ref} className={classes.card}>
      <Card
        title={group.title}
        aside={
          <span className={classes.aside}>
            {typeof newest === "number" ? (
              <span className="ln-figure">{formatValue(locale, sets[0]?.unit ?? "", newest)}</span>
            ) : null}
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={toggle}
              aria-label={
                isFull ? t("leaveFullScreen", { title: group.title }) : t("fullScreen", { title: group.title })
              }
            >
              {isFull ? <IconMinimize size={16} /> : <IconMaximize size={16} />}
            </ActionIcon>
          </span>
        }
      >
        <TimeChart
          label={`${group.title}. ${summaries.map(({ label, text }) => `${label}: ${text}`).join(" ")}${alertText}`}
          periods={periods}
          thresholds={thresholds}
          height={isFull ? "calc(100vh - 160px)" : undefined}
          sets={sets}
          from={from}
          to={to}
          max={group.max}
          events={chart.events.map(({ at }) => ({ atMs: Date.parse(at) }))}
          crosshair={crosshair}
          onZoom={onZoom}
        />
        <div className={classes.legend}>
          {summaries.map(({ label, color, text }) => (
            <span key={label}>
              <span className={classes.key} style={{ background: color }} aria-hidden="true" />
              {label}: <span className={classes.hint}>{text}</span>
            </span>
          ))}
        </div>
      </Card>
    </div>
  );
}

function textOf(locale: string, t: Texts, set: ReturnType<typeof dataSetsOf>[number], spanMs: number): string {
  const summary = summaryOf(set);
  if (!summary) return t("noValuesInThis");
  const { average, lowest, highest, highestAt, gaps } = summary;
  const value = (given: number) => formatValue(locale, set.unit, given);
  const missing = gaps === 0 ? "" : ` ${gaps} ${t("gapGaps", { gaps })}.`;
  return t("onAverageFromTo", {
    average: value(average),
    lowest: value(lowest),
    highest: value(highest),
    highestAt: formatTime(highestAt, spanMs),
    missing,
  });
}
