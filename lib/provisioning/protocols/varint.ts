/** Minecraft's VarInt: seven bits a byte, low ones first, at most five bytes, 32 bits in two's complement. Pure. */
const maxBytes = 5;

export function encodeVarInt(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

/** Null while more bytes are needed; a RangeError when a sixth byte would be. */
export function readVarInt(buffer: Buffer, offset: number): { value: number; next: number } | null {
  let value = 0;
  for (let index = 0; index < maxBytes; index++) {
    const byte = buffer[offset + index];
    if (byte === undefined) return null;
    value |= (byte & 0x7f) << (7 * index);
    if ((byte & 0x80) === 0) return { value, next: offset + index + 1 };
  }
  throw new RangeError("a VarInt has at most five bytes");
}
