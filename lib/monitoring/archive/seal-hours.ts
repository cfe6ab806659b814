import { type Tx, transaction } from "@/lib/db/transaction";
import { parseReals } from "../samples/parse-reals";
import { claimOpenHours, readHours, storeHours } from "./archive.sql";
import { encodeChunk, type StoredRow } from "./chunk";

const hourMs = 3_600_000;
/** An hour is closed a quarter of an hour after its end: agents that were cut off for a moment have sent their samples. */
const settleMs = 15 * 60_000;
const hoursAtOnce = 100;

/**
 * Closes the hours that ended: a chunk of all samples, their ten minutes and their hour. Each batch is one transaction that
 * also takes the hours from the list: killed anywhere, it is done again from the samples. Late samples put their hour back
 * on the list, and it is closed again. Resolves with the number of hours.
 */
export async function sealHours(signal: AbortSignal, nowMs = Date.now()): Promise<number> {
  let sealed = 0;
  while (!signal.aborted) {
    const count = await transaction((tx) => sealBatch(tx, new Date(nowMs - settleMs - hourMs + 1)));
    sealed += count;
    if (count < hoursAtOnce) break;
  }
  return sealed;
}

async function sealBatch(tx: Tx, before: Date): Promise<number> {
  const hours = await tx.rows(claimOpenHours, [before, hoursAtOnce]);
  if (hours.length === 0) return 0;
  const times = hours.map(({ hour }) => hour.getTime());
  const scope = [
    hours.map(({ subject }) => subject),
    hours.map(({ hour }) => hour),
    new Date(Math.min(...times)),
    new Date(Math.max(...times) + hourMs),
  ];
  const chunks = new Map<string, { subject: number; hour: Date; rows: StoredRow[] }>();
  for (const { subject, at, readings } of await tx.rows(readHours, scope)) {
    const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs);
    const key = `${subject} ${hour.getTime()}`;
    const chunk = chunks.get(key) ?? { subject, hour, rows: [] };
    chunk.rows.push({ atMs: at.getTime(), readings: parseReals(readings) });
    chunks.set(key, chunk);
  }
  const made = [...chunks.values()];
  await tx.run(storeHours, [
    ...scope,
    made.map(({ subject }) => subject),
    made.map(({ hour }) => hour),
    made.map(({ rows }) => rows.length),
    made.map(({ rows }) => encodeChunk(rows)),
  ]);
  return hours.length;
}
