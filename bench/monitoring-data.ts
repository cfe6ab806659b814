import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { encodeChunk } from "@/lib/monitoring/archive/chunk";
import { metricCount, metrics } from "@/lib/monitoring/metrics/contract";
import type { Sample } from "@/lib/monitoring/samples/store-samples";

/** Made-up figures that move like those of a machine: a walk for gauges, noise for rates. */
export function walk(seed: number) {
  let state = seed * 2_654_435_761;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const values = metrics.map(({ step }) => 400 * step);
  return (): Float32Array => {
    for (const [place, { step, unit, kinds }] of metrics.entries()) {
      const isNoise = unit === "bytes/s";
      const value = values[place] ?? 0;
      const moved = isNoise ? random() * 50_000 : value + Math.round((random() - 0.5) * 6) * step;
      values[place] = (kinds as readonly string[]).includes("machine")
        ? Math.max(0, Math.round(moved / step) * step)
        : Number.NaN;
    }
    return Float32Array.from(values);
  };
}

export function samplesOfMachine(subject: number, fromMs: number, count: number): Sample[] {
  const next = walk(subject);
  return Array.from({ length: count }, (_, index) => ({
    subject,
    atMs: fromMs + index * 10_000,
    readings: next(),
    skewMs: 0,
  }));
}

const epochMs = 946_684_800_000;

/** The binary form of COPY (protocol of PostgreSQL, "Binary Format") for rows of metric_raw. */
function copyBytes(rows: readonly Sample[]): Buffer {
  const head = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
  const body = Buffer.allocUnsafe(rows.length * (2 + 8 + 12 + metricCount * 8));
  let at = 0;
  for (const { subject, atMs, readings } of rows) {
    at = body.writeInt16BE(metricCount + 2, at);
    at = body.writeInt32BE(4, at);
    at = body.writeInt32BE(subject, at);
    at = body.writeInt32BE(8, at);
    at = body.writeBigInt64BE(BigInt(atMs - epochMs) * 1000n, at);
    for (const value of readings) {
      if (Number.isNaN(value)) {
        at = body.writeInt32BE(-1, at);
        continue;
      }
      at = body.writeInt32BE(4, at);
      at = body.writeFloatBE(value, at);
    }
  }
  return Buffer.concat([head, body.subarray(0, at), Buffer.from([0xff, 0xff])]);
}

/** The rows into metric_raw in one COPY: the fastest way that PostgreSQL has. */
export async function copyRows(pool: Pool, rows: readonly Sample[]): Promise<void> {
  const client = await pool.connect();
  try {
    const columns = metrics.map(({ column }) => column).join(", ");
    const target = client.query(copyFrom(`COPY metric_raw (subject, at, ${columns}) FROM STDIN (FORMAT binary)`));
    await pipeline(Readable.from([copyBytes(rows)]), target);
  } finally {
    client.release();
  }
}

const hourMs = 3_600_000;

/** Thirty days of history of these subjects, as the jobs leave it: chunks, ten minutes, hours and the last samples. */
export async function fillHistory(pool: Pool, subjects: readonly number[], nowMs: number): Promise<void> {
  const hour = Math.floor(nowMs / hourMs) * hourMs;
  await pool.query("SELECT ensure_metric_partitions($1, $2)", [
    new Date(nowMs - 31 * 24 * hourMs),
    new Date(nowMs + 24 * hourMs),
  ]);
  const template = samplesOfMachine(1, hour, 360);
  const values = Array.from({ length: metricCount }, (_, place) => place);
  const rows = `SELECT s, h, 360, $4::real[], $4::real[], $4::real[] FROM unnest($1::int[]) s,`;
  await pool.query(
    `INSERT INTO metric_hour (subject, at, count, average, lowest, highest) ${rows}
       generate_series($2::timestamptz, $3::timestamptz, interval '1 hour') h ON CONFLICT DO NOTHING`,
    [subjects, new Date(hour - 30 * 24 * hourMs), new Date(hour - 2 * hourMs), values],
  );
  await pool.query(
    `INSERT INTO metric_ten_minutes (subject, at, count, average, lowest, highest) ${rows}
       generate_series($2::timestamptz, $3::timestamptz, interval '10 minutes') h ON CONFLICT DO NOTHING`,
    [subjects, new Date(hour - 7 * 24 * hourMs), new Date(hour - 2 * hourMs), values],
  );
  await pool.query(
    `INSERT INTO metric_chunk (subject, hour, count, data) SELECT s, h, 360, $4::bytea FROM unnest($1::int[]) s,
       generate_series($2::timestamptz, $3::timestamptz, interval '1 hour') h ON CONFLICT DO NOTHING`,
    [subjects, new Date(hour - 25 * hourMs), new Date(hour - 2 * hourMs), encodeChunk(template)],
  );
  for (let from = 0; from < subjects.length; from += 100) {
    const part = subjects.slice(from, from + 100);
    const begin = hour - hourMs;
    const all = part.flatMap((subject) => samplesOfMachine(subject, begin, Math.floor((nowMs - begin) / 10_000)));
    await copyRows(pool, all);
  }
}
