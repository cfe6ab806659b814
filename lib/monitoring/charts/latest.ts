import { type Sql, sql } from "@/lib/db/transaction";
import { type MetricName, metricNames, placeOf, type SubjectKind } from "../metrics/contract";
import { parseReals } from "../samples/parse-reals";
import { readLatest, readSamples } from "./charts.sql";

/** What rules ask for: the newest values, and the last seconds of one metric. */
export type Latest = {
  /** Key under which its samples are stored. */
  subject: number;
  /** Of the machine; servers have theirs elsewhere. */
  name: string | null;
  ownerId: string | null;
  isLocal: boolean;
  at: Date;
  receivedAt: Date;
  skewMs: number;
  readings: Partial<Record<MetricName, number>>;
  /** CPU in percent over the last four hours, oldest first; empty where it was not asked for. */
  spark: number[];
};

/** By id of the machine or server; those without any sample are left out. Null: all of this kind. */
export async function latestReadings(
  resourceIds: readonly string[] | null,
  kind: SubjectKind | null = null,
  db: Sql = sql(),
  withSpark = false,
): Promise<ReadonlyMap<string, Latest>> {
  const rows = await db.rows(readLatest, [resourceIds, kind, withSpark]);
  return new Map(
    rows.map(({ resourceId, readings: text, isLocal, spark, ...latest }) => {
      const readings = parseReals(text);
      const known = metricNames.flatMap((name, place) => {
        const value = readings[place];
        return typeof value === "number" ? [[name, value] as const] : [];
      });
      const line = spark ? spark.split(",").map(Number) : [];
      return [resourceId, { ...latest, isLocal: isLocal === true, readings: Object.fromEntries(known), spark: line }];
    }),
  );
}

/** The values of one metric of a subject in [from, to], oldest first; at most the 47 hours that samples are kept for. */
export async function valuesBetween(
  subject: number,
  metric: string,
  { from, to }: { from: Date; to: Date },
): Promise<{ at: Date; value: number }[]> {
  const place = placeOf(metric);
  if (place === undefined) return [];
  const rows = await sql().rows(readSamples, [subject, from, new Date(to.getTime() + 1)]);
  return rows.flatMap(({ at, readings }) => {
    const value = parseReals(readings)[place];
    return typeof value === "number" ? [{ at, value }] : [];
  });
}
