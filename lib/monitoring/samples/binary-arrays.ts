/**
 * Arrays of PostgreSQL in their binary form: a Buffer parameter is sent as it is, so that neither side formats or parses
 * numbers. Layout (array_send of PostgreSQL): dimensions, whether there are nulls, type, length, lower bound, then each
 * element with its length; −1 is null.
 */
const headerBytes = 20;
/** Microseconds between 1970 and 2000, where PostgreSQL's times begin. */
const epochMicroseconds = 946_684_800_000_000n;

const oids = { int4: 23, float4: 700, timestamptz: 1184 } as const;

function header(type: keyof typeof oids, count: number, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + count * elementBytes);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oids[type], 8);
  if (count === 0) return buffer.subarray(0, 12);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

export function intArray(values: readonly number[]): Buffer {
  const buffer = header("int4", values.length, 8);
  let at = headerBytes;
  for (const value of values) {
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeInt32BE(value, at);
  }
  return buffer;
}

/** Times in milliseconds since 1970. */
export function timeArray(values: readonly number[]): Buffer {
  const buffer = header("timestamptz", values.length, 12);
  let at = headerBytes;
  for (const value of values) {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeBigInt64BE(BigInt(value) * 1000n - epochMicroseconds, at);
  }
  return buffer;
}

/** Element `place` of each row; NaN is null. */
export function realColumn(rows: readonly { readings: Float32Array }[], place: number): Buffer {
  const buffer = header("float4", rows.length, 8);
  let at = headerBytes;
  for (const { readings } of rows) {
    const value = readings[place] ?? Number.NaN;
    if (Number.isNaN(value)) {
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeFloatBE(value, at);
  }
  return rows.length === 0 ? buffer : buffer.subarray(0, at);
}
