"use client";

import { Alert, Button, SegmentedControl, Skeleton, Stack, Switch } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { explain } from "@/lib/http/client/problem";
import { type ChartView, type RangeName, rangeNames } from "@/lib/monitoring/charts/contract";
import { ChartCard } from "./chart-card";
import { chartGroups } from "./chart-groups";
import { type ShownPart, timesOf, writeState, zoomed } from "./chart-state";
import { Crosshair } from "./draw-marks";
import { FigureTable } from "./figure-table";
import { formatTime } from "./format-value";
import classes from "./metric-board.module.css";
import { useChartState } from "./use-chart-view";
import { type FirstChart, type Subject, useFigures } from "./use-figures";

type Props = { subject: Subject; emptyText: string; first?: FirstChart | undefined };

/** All charts of a machine or a server, with one range, one zoom and one crosshair. */
export default function MetricBoard({ subject, emptyText, first }: Props) {
  const t = useTranslations("monitoring.charts");
  const { part, isCompared, change } = useChartState();
  const { chart, error, compared, live } = useFigures(subject, { part, isCompared }, first);
  const [crosshair] = useState(() => new Crosshair());
  const [isTable, setTable] = useState(false);
  const [isMore, setMore] = useState(false);
  const zoom = (fromMs: number, toMs: number) => change({ part: zoomed(fromMs, toMs) });
  const groups = chartGroups(t)[subject.kind].filter(({ more }) => isMore || !more);
  const isEmpty = chart !== undefined && Object.keys(chart.series).length === 0;
  return (
    <Stack gap="md">
      <div className={classes.bar}>
        <SegmentedControl
          data={rangeNames.map((name) => ({ value: name, label: name }))}
          value={"range" in part ? part.range : ""}
          onChange={(range) => change({ part: { range: range as RangeName } })}
          aria-label={t("range")}
        />
        <ZoomButtons part={part} onZoom={zoom} onReset={() => change({ part: { range: "1h" } })} />
        <Switch
          label={t("compareWithTheWeek")}
          checked={isCompared}
          onChange={(event) => change({ isCompared: event.currentTarget.checked })}
        />
        <Switch label={t("table")} checked={isTable} onChange={(event) => setTable(event.currentTarget.checked)} />
        <CsvLinks subject={subject} part={part} />
      </div>
      {error ? <Alert color="red">{explain(error)}</Alert> : null}
      {chart === undefined && !error ? <Skeleton height={320} radius={10} /> : null}
      {isEmpty ? (
        <Card>
          <EmptyState title={t("noFiguresForThis")}>{emptyText}</EmptyState>
        </Card>
      ) : null}
      {chart && !isEmpty ? <Described chart={chart} part={part} /> : null}
      {chart && isTable ? <FigureTable chart={chart} /> : null}
      {chart ? (
        <div className={classes.grid}>
          {groups.map((group) => (
            <ChartCard key={group.title} {...{ group, chart, compared, live, crosshair }} onZoom={zoom} />
          ))}
        </div>
      ) : null}
      {chart && !isEmpty ? (
        <Button variant="default" size="xs" w="fit-content" onClick={() => setMore(!isMore)} aria-expanded={isMore}>
          {isMore ? t("fewerFigures") : t("moreFigures")}
        </Button>
      ) : null}
    </Stack>
  );
}

type ZoomProps = { part: ShownPart; onZoom: (fromMs: number, toMs: number) => void; onReset: () => void };

/** The same as dragging over a chart, for the keyboard. */
function ZoomButtons({ part, onZoom, onReset }: ZoomProps) {
  const t = useTranslations("monitoring.charts");
  const move = (start: number, end: number) => () => {
    const { fromMs, toMs } = timesOf(part, Date.now());
    const span = toMs - fromMs;
    onZoom(fromMs + start * span, Math.min(Date.now(), toMs + end * span));
  };
  const look = { size: "xs", variant: "default" } as const;
  return (
    <div className={classes.buttons}>
      <Button {...look} onClick={move(-0.5, -0.5)}>
        {t("earlier")}
      </Button>
      <Button {...look} onClick={move(0.5, 0.5)} disabled={"range" in part}>
        {t("later")}
      </Button>
      <Button {...look} onClick={move(0.25, -0.25)}>
        {t("zoomIn")}
      </Button>
      <Button {...look} onClick={move(-0.5, 0.5)}>
        {t("zoomOut")}
      </Button>
      <Button {...look} onClick={onReset} disabled={"range" in part}>
        {t("backToNow")}
      </Button>
    </div>
  );
}

function CsvLinks({ subject: { kind, id }, part }: { subject: Subject; part: ShownPart }) {
  const t = useTranslations("monitoring.charts");
  const href = `/api/${kind}s/${id}/metrics?${writeState({ part, isCompared: false })}&format=csv`;
  return (
    <div className={classes.buttons}>
      <Button component="a" href={href} download size="xs" variant="default">
        CSV
      </Button>
      <Button component="a" href={`${href}&resolution=full`} download size="xs" variant="default">
        {t("csvEverySample")}
      </Button>
    </div>
  );
}

/** What is shown, and how fine it is. */
function Described({ chart, part }: { chart: ChartView; part: ShownPart }) {
  const t = useTranslations("monitoring.charts");
  const [from, to] = [Date.parse(chart.from), Date.parse(chart.to)];
  const width = chart.stepSeconds < 60 ? `${chart.stepSeconds} s` : `${chart.stepSeconds / 60} min`;
  const span =
    "range" in part ? "" : `${t("span", { from: formatTime(from, to - from), to: formatTime(to, to - from) })} `;
  const events = chart.events.slice(-6);
  return (
    <div>
      <p className={classes.hint}>{t("eachPointIsIts", { span, width })}</p>
      {events.length > 0 ? (
        <p className={classes.hint}>
          {t("events", {
            events: events.map(({ at, message }) => `${formatTime(Date.parse(at), to - from)} ${message}`).join(" · "),
          })}
        </p>
      ) : null}
    </div>
  );
}
