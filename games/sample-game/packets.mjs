// @ts-check

/** Minecraft's VarInt: seven bits a byte, at most five bytes, 32 bits in two's complement. @param {number} value */
export function varInt(value) {
  const bytes = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

/** @param {string} text */
export function string(text) {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([varInt(bytes.length), bytes]);
}

/** @param {number} id @param {Buffer[]} fields */
export function packet(id, ...fields) {
  const body = Buffer.concat([varInt(id), ...fields]);
  return Buffer.concat([varInt(body.length), body]);
}

/** Null while more bytes are needed; throws on more than five. @param {Buffer} buffer @param {number} offset */
export function readVarInt(buffer, offset) {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = buffer[offset + index];
    if (byte === undefined) return null;
    value |= (byte & 0x7f) << (7 * index);
    if ((byte & 0x80) === 0) return { value, next: offset + index + 1 };
  }
  throw new Error("VarInt is too long");
}
