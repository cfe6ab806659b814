import type { ChartView } from "@/lib/monitoring/charts/contract";
import type { ChartGroup } from "./chart-groups";

/** What a chart draws and says, from the points of the server. Pure. */
export type Point = { x: number; y: number | null };
export type LiveSample = { atMs: number; readings: Readonly<Record<string, number>> };
type DataSet = {
  label: string;
  unit: string;
  color: string;
  average: Point[];
  lowest: Point[];
  highest: Point[];
  compared: Point[];
};

/** Distinguishable in both schemes and by people who confuse red and green (Okabe and Ito). */
const colors = ["#129c80", "#d97706", "#3b82f6", "#c026d3"] as const;

/** The figures of a group; live samples continue them after their last point. */
export function dataSetsOf(
  group: ChartGroup,
  chart: Pick<ChartView, "times" | "series">,
  {
    live = [],
    compared,
    shiftMs = 0,
    labelOf = (_name, label) => label,
  }: {
    live?: readonly LiveSample[];
    compared?: ChartView;
    shiftMs?: number;
    labelOf?: (name: string, label: string) => string;
  } = {},
): DataSet[] {
  const { times, series } = chart;
  return group.metrics.flatMap((name, index) => {
    const values = series[name];
    if (!values) return [];
    const lastX = lastTime(times, values.average);
    const fresh = live
      .filter(({ atMs, readings }) => atMs > lastX && readings[name] !== undefined)
      .map(({ atMs, readings }) => ({ x: atMs, y: readings[name] ?? null }));
    const points = (list: readonly (number | null)[]) => [
      ...times.filter((x) => x <= lastX || fresh.length === 0).map((x, place) => ({ x, y: list[place] ?? null })),
      ...fresh,
    ];
    const before = compared?.series[name];
    const old = before
      ? (compared?.times ?? []).map((x, place) => ({ x: x + shiftMs, y: before.average[place] ?? null }))
      : [];
    return [
      {
        label: labelOf(name, values.label),
        unit: values.unit,
        color: colors[index % colors.length] ?? colors[0],
        average: points(values.average),
        lowest: points(values.lowest),
        highest: points(values.highest),
        compared: old,
      },
    ];
  });
}

function lastTime(times: readonly number[], values: readonly (number | null)[]): number {
  for (let place = values.length - 1; place >= 0; place--) if (values[place] !== null) return times[place] ?? 0;
  return 0;
}

export type Summary = { average: number; lowest: number; highest: number; highestAt: number; gaps: number };

/** For people who do not see the chart; null without any value. */
export function summaryOf({
  average,
  lowest,
  highest,
}: Pick<DataSet, "average" | "lowest" | "highest">): Summary | null {
  const known = average.filter((point): point is { x: number; y: number } => point.y !== null);
  if (known.length === 0) return null;
  let top = { x: 0, y: Number.NEGATIVE_INFINITY };
  for (const { x, y } of highest) if (y !== null && y > top.y) top = { x, y };
  const low = lowest.flatMap(({ y }) => (y === null ? [] : [y]));
  const first = average.findIndex(({ y }) => y !== null);
  const last = average.findLastIndex(({ y }) => y !== null);
  const inside = average.slice(first, last + 1);
  const gaps = inside.filter(({ y }, place) => y === null && inside[place - 1]?.y !== null).length;
  const mean = known.reduce((sum, { y }) => sum + y, 0) / known.length;
  return { average: mean, lowest: Math.min(...low), highest: top.y, highestAt: top.x, gaps };
}
