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
  /** In hex. */
  personalHash: string;
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
    entry.personalHash +
    framed(entry.detail) +
    framed(entry.before) +
    framed(entry.after)
  );
}

/**
 * Commitment to address and browser, in hex like its salt: with the salt it can be checked, and once all three are
 * blanked it reveals nothing, not even to somebody who tries every address.
 */
export function personalCommitment(salt: string, ip: string | null, userAgent: string | null): string {
  return hash("sha256", `${salt}${framed(ip)}${framed(userAgent)}`, "hex");
}

const place = Buffer.alloc(76);

/**
 * The link of an entry in its chain: SHA-256 over the entry before, its MAC and its place. The trigger does the same.
 */
export function linkHash(previous: string, mac: string, chain: number, seq: number): string {
  place.write(previous, 0, "hex");
  place.write(mac, 32, "hex");
  place.writeInt32BE(chain, 64);
  place.writeInt32BE(Math.floor(seq / 2 ** 32), 68);
  place.writeUInt32BE(seq % 2 ** 32, 72);
  return hash("sha256", place, "hex");
}

/** What the first entry of a chain follows. */
export const genesis = "00".repeat(32);
