import { InvalidRecord } from "../records/invalid-record";
import type { Token } from "../records/tokens";
import { readTime } from "./time-to-live";

type RecordHead = { type: string; ttl: number | null; values: Token[] };

/** The optional TTL and class of a record, in either order, and its type. */
export function readHead(tokens: readonly Token[]): RecordHead {
  let ttl: number | null = null;
  let hasClass = false;
  let at = 0;
  for (const { text, quoted } of tokens.slice(0, 2)) {
    const time: number | null = quoted || ttl !== null ? null : readTime(text);
    if (time !== null) ttl = time;
    else if (!hasClass && text.toUpperCase() === "IN") hasClass = true;
    else break;
    at++;
  }
  const type = tokens[at];
  if (!type || type.quoted) throw new InvalidRecord("The record has no type. Write name, TTL, IN, type and value.");
  if (/^-\d/.test(type.text)) throw new InvalidRecord(`The TTL ${type.text.slice(0, 20)} is not allowed. Use 3600.`);
  if (/^(CH|HS|CS)$/i.test(type.text)) throw new InvalidRecord(`The class ${type.text} is not supported. Use IN.`);
  return { type: type.text.toUpperCase(), ttl, values: tokens.slice(at + 1) };
}

/** The minimum of a SOA record, which is the TTL of records without one (RFC 1035, 3.3.13). */
export function readSoaMinimum(values: readonly Token[]): number {
  const minimum = readTime(values[6]?.text ?? "");
  if (values.length === 7 && minimum !== null) return minimum;
  throw new InvalidRecord("The SOA record needs 7 fields: name server, mailbox, serial and four times.");
}
