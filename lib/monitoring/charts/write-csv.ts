import { readSql } from "@/lib/db/replica/replica";
import { decodeChunk } from "../archive/chunk";
import { type MetricFacts, placeOf } from "../metrics/contract";
import { parseReals } from "../samples/parse-reals";
import { readChunks, readSamples } from "./charts.sql";
import type { ChartView } from "./contract";
import { askedMetrics, type Subject, type Window } from "./read-chart";

/**
 * CSV of RFC 4180: one line for each time, columns `name (unit)`, times in ISO 8601 UTC. Numbers and times only, so that no
 * cell can be a formula.
 */
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const rawMs = 47 * hourMs;

const line = (cells: readonly (string | number | null | undefined)[]) =>
  `${cells.map((cell) => cell ?? "").join(",")}\r\n`;
const iso = (ms: number) => new Date(ms).toISOString();

/** The points of a chart: average, lowest and highest of each metric. Pure. */
export function* chartLines({ times, series }: Pick<ChartView, "times" | "series">): Generator<string> {
  const all = Object.entries(series);
  const heads = all.flatMap(([name, { unit }]) =>
    ["average", "lowest", "highest"].map((what) => `${name} ${what} (${unit})`),
  );
  yield line(["time", ...heads]);
  for (const [index, at] of times.entries()) {
    yield line([
      iso(at),
      ...all.flatMap(([, values]) => [values.average[index], values.lowest[index], values.highest[index]]),
    ]);
  }
}

/** Every sample of a window, read a day at a time: 30 days are 260,000 lines. */
export async function* sampleLines(
  subject: Subject,
  window: Window,
  names: string | undefined,
  nowMs = Date.now(),
): AsyncGenerator<string> {
  const metrics = askedMetrics(subject.kind, names);
  yield line(["time", ...metrics.map(({ name, unit }) => `${name} (${unit})`)]);
  if (subject.id === null) return;
  const rawFromMs = Math.floor((nowMs - rawMs) / hourMs) * hourMs + hourMs;
  for (let fromMs = window.fromMs; fromMs < Math.min(window.toMs, rawFromMs); fromMs += dayMs) {
    const part = { fromMs, toMs: Math.min(fromMs + dayMs, window.toMs, rawFromMs) };
    yield await chunkLines(subject.id, part, metrics);
  }
  for (let fromMs = Math.max(window.fromMs, rawFromMs); fromMs < window.toMs; fromMs += dayMs) {
    yield await rawLines(subject.id, { fromMs, toMs: Math.min(fromMs + dayMs, window.toMs) }, metrics);
  }
}

async function chunkLines(subject: number, { fromMs, toMs }: Window, metrics: readonly MetricFacts[]): Promise<string> {
  const places = metrics.map(({ name }) => placeOf(name) ?? -1);
  const from = new Date(Math.floor(fromMs / hourMs) * hourMs);
  let text = "";
  for (const { data } of await readSql().rows(readChunks, [subject, from, new Date(toMs)])) {
    const { times, columns } = decodeChunk(data, new Set(places));
    for (const [index, at] of times.entries()) {
      if (at >= fromMs && at < toMs) text += line([iso(at), ...places.map((place) => columns.get(place)?.[index])]);
    }
  }
  return text;
}

async function rawLines(subject: number, { fromMs, toMs }: Window, metrics: readonly MetricFacts[]): Promise<string> {
  const rows = await readSql().rows(readSamples, [subject, new Date(fromMs), new Date(toMs)]);
  const places = metrics.map(({ name }) => placeOf(name) ?? -1);
  const lines = rows.map(({ at, readings }) => {
    const values = parseReals(readings);
    return line([at.toISOString(), ...places.map((place) => values[place])]);
  });
  return lines.join("");
}
