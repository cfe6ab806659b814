import { sql } from "@/lib/db/transaction";
import { type MetricName, metricNames, placeOf } from "../metrics/contract";
import { parseReals } from "../samples/parse-reals";
import { findSubject } from "../subjects/subjects";
import { readLatest, readSamples } from "./charts.sql";

/** What rules and lists ask for: the newest values, and the last seconds of one metric. */
export type Latest = { at: Date; receivedAt: Date; readings: Partial<Record<MetricName, number>> };

/** By id of the machine or server; those without any sample are left out. */
export async function latestReadings(resourceIds: readonly string[]): Promise<ReadonlyMap<string, Latest>> {
  const where = { resourceId: { in: [...resourceIds] } };
  const subjects = await sql().prisma.metricSubject.findMany({ where, select: { id: true, resourceId: true } });
  const names = new Map(subjects.map(({ id, resourceId }) => [id, resourceId]));
  const rows = await sql().rows(readLatest, [[...names.keys()]]);
  return new Map(
    rows.map(({ subject, at, receivedAt, ...row }) => {
      const readings = parseReals(row.readings);
      const known = metricNames.flatMap((name, place) => {
        const value = readings[place];
        return typeof value === "number" ? [[name, value] as const] : [];
      });
      return [names.get(subject) ?? "", { at, receivedAt, readings: Object.fromEntries(known) }];
    }),
  );
}

/** The values of one metric within the last `seconds`, oldest first; at most the 47 hours that samples are kept for. */
export async function recentValues(
  resourceId: string,
  metric: MetricName,
  seconds: number,
): Promise<{ at: Date; value: number }[]> {
  const [subject, place] = [await findSubject(resourceId), placeOf(metric)];
  if (subject === null || place === undefined) return [];
  const now = Date.now();
  const rows = await sql().rows(readSamples, [subject, new Date(now - seconds * 1000), new Date(now + 60_000)]);
  return rows.flatMap(({ at, readings }) => {
    const value = parseReals(readings)[place];
    return typeof value === "number" ? [{ at, value }] : [];
  });
}
