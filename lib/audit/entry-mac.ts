import { hash } from "node:crypto";

/** What of an entry its MAC covers, in this order. Address and browser are covered through `personalHash`. */
export type SignedFields = {
  id: string;
  atMs: number;
  actorKind: string;
  actorId: string | null;
  action: string;
  class: string;
  outcome: string;
  targetKind: string;
  targetId: string | null;
  requestId: string | null;
  personalHash: Buffer;
  /** JSON texts, as stored. */
  detail: string;
  before: string | null;
  after: string | null;
};

/** `[length of the text in UTF-16 units]:text`, or `-` for null: no two lists of fields give the same message. */
function framed(text: string | null): string {
  return text === null ? "-" : `${text.length}:${text}`;
}

/** The message of an entry's MAC. The leading number is the format's version. */
export function entryMessage(entry: SignedFields): string {
  return (
    `1${framed(entry.id)}${entry.atMs}` +
    framed(entry.actorKind) +
    framed(entry.actorId) +
    framed(entry.action) +
    framed(entry.class) +
    framed(entry.outcome) +
    framed(entry.targetKind) +
    framed(entry.targetId) +
    framed(entry.requestId) +
    entry.personalHash.toString("hex") +
    framed(entry.detail) +
    framed(entry.before) +
    framed(entry.after)
  );
}

/**
 * Commitment to address and browser: with the salt it can be checked, and once all three are blanked it tells nothing,
 * not even to somebody who tries every address.
 */
export function personalCommitment(salt: Buffer, ip: string | null, userAgent: string | null): Buffer {
  return hash("sha256", `${salt.toString("hex")}${framed(ip)}${framed(userAgent)}`, "buffer");
}

/** What an entry's chain says of it: SHA-256 over the entry before, its MAC and its place. The trigger does the same. */
export function linkHash(previous: Buffer, mac: Buffer, chain: number, seq: number): Buffer {
  const place = Buffer.allocUnsafe(76);
  previous.copy(place, 0);
  mac.copy(place, 32);
  place.writeInt32BE(chain, 64);
  place.writeInt32BE(Math.floor(seq / 2 ** 32), 68);
  place.writeUInt32BE(seq % 2 ** 32, 72);
  return hash("sha256", place, "buffer");
}

/** What the first entry of a chain follows. */
export const genesis: Buffer = Buffer.alloc(32);
