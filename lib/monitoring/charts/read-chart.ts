import { readSql } from "@/lib/db/replica/replica";
import type { Sql } from "@/lib/db/transaction";
import { decodeChunk } from "../archive/chunk";
import { type MetricFacts, metricsOf, placeOf, type SubjectKind } from "../metrics/contract";
import { parseReals } from "../samples/parse-reals";
import { Buckets } from "./buckets";
import { readChunks, readHours, readSamples, readTenMinutes } from "./charts.sql";
import { chooseStep, type Step, type Tier } from "./choose-step";
import { type ChartQuery, type ChartView, ranges } from "./contract";

const hourMs = 3_600_000;
/** Samples themselves are kept for so long; older ones are in chunks. */
const rawMs = 47 * hourMs;

export type Window = { fromMs: number; toMs: number };

/** The part of time that a query means. Pure. */
export function windowOf({ range, from, to }: Pick<ChartQuery, "range" | "from" | "to">, nowMs: number): Window {
  if (from !== undefined && to !== undefined) return { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return { fromMs: nowMs - ranges[range ?? "1h"] * 1000, toMs: nowMs };
}

/** The asked metrics of a kind, or all of it. Unknown names are left out. */
export function askedMetrics(kind: SubjectKind, names: string | undefined): readonly MetricFacts[] {
  const wanted = names?.split(",");
  return metricsOf(kind).filter(({ name }) => wanted === undefined || wanted.includes(name));
}

export type Subject = { id: number | null; kind: SubjectKind };

/** A chart without what happened meanwhile. */
export type ChartPoints = Pick<ChartView, "from" | "to" | "stepSeconds" | "times" | "series">;

/**
 * One chart: every metric as average, lowest and highest of at most 1,100 points. Metrics without any value are left out.
 * What is not packed or averaged yet is read from the samples.
 */
export async function readChart(
  subject: Subject,
  query: Pick<ChartQuery, "range" | "from" | "to" | "metrics">,
  nowMs = Date.now(),
): Promise<ChartPoints> {
  const window = windowOf(query, nowMs);
  const step = chooseStep((window.toMs - window.fromMs) / 1000, (nowMs - window.fromMs) / 1000);
  const asked = askedMetrics(subject.kind, query.metrics);
  const make = () => new Buckets(window.fromMs, window.toMs, step.seconds * 1000);
  const buckets = new Map(asked.map(({ name }) => [placeOf(name) ?? -1, make()]));
  if (subject.id !== null) await fill(readSql(), { subject: subject.id, window, step, buckets, nowMs });
  const shown = asked.filter(({ name }) => !buckets.get(placeOf(name) ?? -1)?.isEmpty);
  const series = shown.map(({ name, unit, label }) => {
    const { average, lowest, highest } = (buckets.get(placeOf(name) ?? -1) ?? make()).series();
    return [name, { unit, label, average, lowest, highest }] as const;
  });
  return {
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    stepSeconds: step.seconds,
    times: make().times(),
    series: Object.fromEntries(series),
  };
}

type Filling = {
  subject: number;
  window: Window;
  step: Step;
  buckets: ReadonlyMap<number, Buckets>;
  nowMs: number;
};

/** Reads one tier; resolves with the end of what it has. */
type ReadTier = (db: Sql, filling: Filling, from: Date, to: Date) => Promise<number | null>;

const tiers: Record<Tier, ReadTier> = {
  samples: fillFromChunks,
  tenMinutes: (db, filling, from, to) => fillFromAverages(db, filling, { from, to, widthMs: 600_000 }),
  hours: (db, filling, from, to) => fillFromAverages(db, filling, { from, to, widthMs: hourMs }),
};

async function fill(db: Sql, filling: Filling): Promise<void> {
  const { window, step, nowMs } = filling;
  // From the begin of the first point on, so that it is whole.
  const fromMs = Math.floor(window.fromMs / (step.seconds * 1000)) * step.seconds * 1000;
  const recentMs = Math.floor(nowMs / hourMs) * hourMs - 2 * hourMs;
  // The last hours are not packed, or packed a moment ago: their samples are all there.
  const isRecent = step.tier === "samples" && fromMs >= recentMs;
  const until = isRecent
    ? null
    : await tiers[step.tier](db, filling, new Date(floorHour(fromMs)), new Date(window.toMs));
  const rest = Math.max(fromMs, until ?? fromMs, nowMs - rawMs);
  if (rest >= window.toMs) return;
  const rows = await db.rows(readSamples, [filling.subject, new Date(rest), new Date(window.toMs)]);
  for (const { at, readings } of rows) {
    const values = parseReals(readings);
    for (const [place, bucket] of filling.buckets) {
      const value = values[place];
      if (typeof value === "number") bucket.addSample(at.getTime(), value);
    }
  }
}

const floorHour = (ms: number) => Math.floor(ms / hourMs) * hourMs;

async function fillFromChunks(db: Sql, { subject, buckets, window, nowMs }: Filling, from: Date, to: Date) {
  const before = Math.min(to.getTime(), floorHour(nowMs) - hourMs);
  const chunks = await db.rows(readChunks, [subject, from, new Date(before)]);
  const wanted = new Set(buckets.keys());
  for (const { data } of chunks) {
    const { times, columns } = decodeChunk(data, wanted);
    for (const [place, values] of columns) {
      const bucket = buckets.get(place);
      for (const [index, value] of values.entries()) {
        const atMs = times[index] ?? 0;
        if (value !== null && atMs < window.toMs) bucket?.addSample(atMs, value);
      }
    }
  }
  const last = chunks.at(-1);
  return last ? last.hour.getTime() + hourMs : null;
}

type Range = { from: Date; to: Date; widthMs: number };

async function fillFromAverages(db: Sql, { subject, buckets }: Filling, { from, to, widthMs }: Range) {
  const statement = widthMs === hourMs ? readHours : readTenMinutes;
  const rows = await db.rows(statement, [subject, from, to]);
  for (const { at, count, ...texts } of rows) {
    const [average, lowest, highest] = [texts.average, texts.lowest, texts.highest].map(parseReals);
    for (const [place, bucket] of buckets) {
      const part = { average: average?.[place], lowest: lowest?.[place], highest: highest?.[place] };
      if (isWhole(part)) bucket.addPart(at.getTime(), { count, ...part });
    }
  }
  const last = rows.at(-1);
  return last ? last.at.getTime() + widthMs : null;
}

type Read = {
  average: number | null | undefined;
  lowest: number | null | undefined;
  highest: number | null | undefined;
};

function isWhole(part: Read): part is { average: number; lowest: number; highest: number } {
  return typeof part.average === "number" && typeof part.lowest === "number" && typeof part.highest === "number";
}
