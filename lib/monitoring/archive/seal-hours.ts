import { messageOf } from "@/lib/core/errors";
import { type Tx, transaction } from "@/lib/db/transaction";
import { parseReals } from "../samples/parse-reals";
import { claimOpenHours, readHours, storeHours } from "./archive.sql";
import { encodeChunk, type StoredRow } from "./chunk";

const hourMs = 3_600_000;
/** An hour is closed a quarter of an hour after its end: agents that were cut off for a moment have sent their samples. */
const settleMs = 15 * 60_000;
const hoursAtOnce = 100;

const mostFailures = 100;

type Hour = { subject: number; hour: Date };

/**
 * Closes the hours that ended: a chunk of all samples, their ten minutes and their hour. Each batch is one transaction that
 * also takes the hours from the list: killed anywhere, it is done again from the samples. Late samples put their hour back
 * on the list, and it is closed again. A batch that fails is repeated hour by hour, so that a bad hour stops no others; it
 * stays on the list. Resolves with the number of hours, and rejects when the others are done.
 */
export async function sealHours(signal: AbortSignal, nowMs = Date.now()): Promise<number> {
  const before = new Date(nowMs - settleMs - hourMs + 1);
  const failed: Hour[] = [];
  let [sealed, single, reason] = [0, 0, null as unknown];
  while (!signal.aborted) {
    const atOnce = single > 0 ? 1 : hoursAtOnce;
    let claimed: readonly Hour[] = [];
    try {
      await transaction(async (tx) => {
        const without = [failed.map(({ subject }) => subject), failed.map(({ hour }) => hour)];
        claimed = await tx.rows(claimOpenHours, [before, atOnce, ...without]);
        await sealBatch(tx, claimed);
      });
      sealed += claimed.length;
      if (claimed.length < atOnce) break;
    } catch (error) {
      // Not an hour, but the database.
      if (claimed.length === 0) throw error;
      if (atOnce > 1) single = claimed.length + 1;
      else [reason] = [error, failed.push(...claimed)];
      if (failed.length >= mostFailures) break;
    }
    single = Math.max(0, single - 1);
  }
  if (failed.length > 0) throw failureOf(failed, reason);
  return sealed;
}

function failureOf(failed: readonly Hour[], cause: unknown): Error {
  const { subject, hour } = failed[0] ?? { subject: 0, hour: new Date(0) };
  const text = `${failed.length} hours of samples cannot be packed, such as ${hour.toISOString()} of subject ${subject}`;
  return new Error(`${text}: ${messageOf(cause)}`, { cause });
}

async function sealBatch(tx: Tx, hours: readonly Hour[]): Promise<void> {
  if (hours.length === 0) return;
  const times = hours.map(({ hour }) => hour.getTime());
  const scope = [
    hours.map(({ subject }) => subject),
    hours.map(({ hour }) => hour),
    new Date(Math.min(...times)),
    new Date(Math.max(...times) + hourMs),
  ];
  const chunks = new Map<string, Hour & { rows: StoredRow[] }>();
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
}
