import zlib from "node:zlib";
import { metricCount, metrics } from "../metrics/contract";
import { VarintReader, VarintWriter } from "./varints";

/**
 * An hour of samples as one value, column by column: differences of neighbours as zigzag varints, compressed with zstd.
 * Values are whole multiples of the metric's `step`, so that a value which was rounded to it comes back exactly.
 *
 * Layout: format, compression, then compressed: count, time of the first sample in milliseconds, differences of the times'
 * differences, number of metrics, and for each metric its place and a number for each sample: 0 for none, else 1 + the zigzag
 * difference from the last value.
 */
export type StoredRow = { atMs: number; readings: ArrayLike<number | null> };
export type DecodedChunk = { times: number[]; columns: ReadonlyMap<number, (number | null)[]> };

const format = 1;
const compressions = { zstd: 1, brotli: 2 } as const;
const level = { params: { [zlib.constants.ZSTD_c_compressionLevel ?? 100]: 3 } };

/** Node 22.12 to 22.14 have no zstd. */
const hasZstd = typeof zlib.zstdCompressSync === "function";

export function encodeChunk(rows: readonly StoredRow[]): Buffer {
  const writer = new VarintWriter();
  writer.write(rows.length);
  writer.write(rows[0]?.atMs ?? 0);
  let [lastTime, lastStep] = [rows[0]?.atMs ?? 0, 0];
  for (const { atMs } of rows.slice(1)) {
    writer.writeSigned(atMs - lastTime - lastStep);
    [lastStep, lastTime] = [atMs - lastTime, atMs];
  }
  const places = Array.from({ length: metricCount }, (_, place) => place).filter((place) =>
    rows.some(({ readings }) => isReading(readings[place])),
  );
  writer.write(places.length);
  for (const place of places) writeColumn(writer, rows, place);
  const plain = writer.bytes();
  const packed = hasZstd ? zlib.zstdCompressSync(plain, level) : zlib.brotliCompressSync(plain);
  return Buffer.concat([Buffer.from([format, hasZstd ? compressions.zstd : compressions.brotli]), packed]);
}

const isReading = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

function writeColumn(writer: VarintWriter, rows: readonly StoredRow[], place: number): void {
  const step = metrics[place]?.step ?? 1;
  writer.write(place);
  let last = 0;
  for (const { readings } of rows) {
    const value = readings[place];
    if (!isReading(value)) {
      writer.write(0);
      continue;
    }
    const whole = Math.round(value / step);
    const difference = whole - last;
    writer.write(1 + (difference < 0 ? -2 * difference - 1 : 2 * difference));
    last = whole;
  }
}

/** Only the columns of `wanted` are kept. */
export function decodeChunk(data: Uint8Array, wanted: ReadonlySet<number>): DecodedChunk {
  if (data[0] !== format) throw new Error(`a chunk has the format ${data[0]}, which this version does not know`);
  const packed = data.subarray(2);
  const reader = new VarintReader(
    data[1] === compressions.zstd ? zlib.zstdDecompressSync(packed) : zlib.brotliDecompressSync(packed),
  );
  const count = reader.read();
  const times = readTimes(reader, count);
  const columns = new Map<number, (number | null)[]>();
  for (let left = reader.read(); left > 0; left--) {
    const place = reader.read();
    const values = readColumn(reader, count, metrics[place]?.step ?? 1);
    if (wanted.has(place)) columns.set(place, values);
  }
  return { times, columns };
}

function readTimes(reader: VarintReader, count: number): number[] {
  let time = reader.read();
  let step = 0;
  const times = count > 0 ? [time] : [];
  for (let index = 1; index < count; index++) {
    step += reader.readSigned();
    time += step;
    times.push(time);
  }
  return times;
}

function readColumn(reader: VarintReader, count: number, step: number): (number | null)[] {
  const values: (number | null)[] = new Array(count);
  // Steps below one are decimal fractions: without this 0.1 × 3 would be 0.30000000000000004.
  const divisor = step < 1 ? Math.round(1 / step) : null;
  let last = 0;
  for (let index = 0; index < count; index++) {
    const code = reader.read();
    if (code === 0) {
      values[index] = null;
      continue;
    }
    const zigzag = code - 1;
    last += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    values[index] = divisor === null ? last * step : last / divisor;
  }
  return values;
}
