import { randomBytes } from "node:crypto";
import { idPrefixes } from "./generated/tables";

export { idPrefixes };

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}`;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

function encode(value: bigint, characters: number): string {
  let rest = value;
  let text = "";
  for (let i = 0; i < characters; i++) {
    text = alphabet[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}

/**
 * A new id: prefix, then a lower-case ULID (48 bits of milliseconds, 80 random bits, Crockford base 32), so that ids
 * of one kind sort by creation time and can serve as list cursors. An id is a name, never a secret.
 */
export function newId<K extends IdKind>(kind: K, nowMs: number = Date.now()): Id<K> {
  const random = BigInt(`0x${randomBytes(10).toString("hex")}`);
  return `${idPrefixes[kind]}_${encode(BigInt(nowMs), 10)}${encode(random, 16)}` as Id<K>;
}
