import { transaction } from "@/lib/db/transaction";
import { metricCount } from "../metrics/contract";
import { intArray, realColumn, timeArray } from "./binary-arrays";
import { insertSamples, keepTables } from "./samples.sql";

/** One sample of one subject: readings by the places of the registry, NaN where there is none. */
export type Sample = { subject: number; atMs: number; readings: Float32Array; skewMs: number };

/** The time of the newest sample of a machine that called, but has none. */
export const noSampleAt = new Date(0);

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** PostgreSQL's check_violation: here, that no partition is made for a row. */
const noPartition = "23514";

/** Stores samples in one statement; those that are there already are left as they are. Resolves with the number of new ones. */
export async function storeSamples(samples: readonly Sample[]): Promise<number> {
  // In one order everywhere, so that two statements with rows of one subject wait for each other and never deadlock.
  const rows = [...samples].sort((a, b) => a.subject - b.subject || a.atMs - b.atMs);
  const values = parametersOf(rows);
  try {
    return await insert(values);
  } catch (error) {
    if ((error as { code?: unknown }).code !== noPartition) throw error;
    // The worker makes partitions ahead; this one did not run for days, or the sample is from before its first start.
    await makePartitions(Math.min(...rows.map(({ atMs }) => atMs)));
    return insert(values);
  }
}

/** A deadlock, as with the making of partitions, is repeated. */
async function insert(values: unknown[]): Promise<number> {
  return (await transaction((tx) => tx.row(insertSamples, values)))?.stored ?? 0;
}

/** Makes the partitions from `fromMs` until three days ahead; `dropOld`: also drops those with nothing but old samples. */
export async function makePartitions(fromMs: number, dropOld = false): Promise<number> {
  const span = [new Date(fromMs), new Date(Date.now() + 3 * dayMs)];
  const row = await transaction((tx) => tx.row(keepTables, [...span, dropOld]));
  return row?.made ?? 0;
}

function parametersOf(rows: readonly Sample[]): unknown[] {
  const newest: number[] = [];
  const skews: number[] = [];
  const hours: { subject: number; hour: number }[] = [];
  for (const [index, { subject, atMs, skewMs }] of rows.entries()) {
    const hour = Math.floor(atMs / hourMs) * hourMs;
    const last = hours.at(-1);
    if (last?.subject !== subject || last.hour !== hour) hours.push({ subject, hour });
    if (rows[index + 1]?.subject === subject) continue;
    newest.push(index + 1);
    skews.push(skewMs);
  }
  return [
    intArray(rows.map(({ subject }) => subject)),
    timeArray(rows.map(({ atMs }) => atMs)),
    ...Array.from({ length: metricCount }, (_, place) => realColumn(rows, place)),
    intArray(newest),
    intArray(skews),
    intArray(hours.map(({ subject }) => subject)),
    timeArray(hours.map(({ hour }) => hour)),
  ];
}
