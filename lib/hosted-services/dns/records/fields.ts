import { decodeString, encodeString, stringOctets } from "./character-strings";
import { InvalidRecord } from "./invalid-record";
import { shorten } from "./names";
import type { Token } from "./tokens";

/** Readers of the fields of a value; each message names the field. */

/** Exactly as many fields as names; `shape` shows the whole value. */
export function fieldsOf(tokens: readonly Token[], count: number, shape: string): string[] {
  if (tokens.length !== count) throw new InvalidRecord(`Write ${shape}.`);
  return tokens.map(({ text }) => text);
}

export function wholeNumber(text: string, what: string, max: number, min = 0): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new InvalidRecord(`The ${what} "${shorten(text)}" is not valid. Use a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** One of the numbers of an IANA registry, with what they mean. */
export function registeredNumber(text: string, what: string, meanings: Readonly<Record<number, string>>): number {
  const value = wholeNumber(text, what, 255);
  if (!(value in meanings)) {
    const list = Object.entries(meanings).map(([number, meaning]) => `${number} (${meaning})`);
    throw new InvalidRecord(`The ${what} ${value} is unknown. Use ${list.join(", ")}.`);
  }
  return value;
}

/** Hexadecimal digits, which may be spread over fields. `digits` is null if any even number of them is right. */
export function hexadecimal(parts: readonly string[], what: string, digits: number | null): string {
  const text = parts.join("").toLowerCase();
  if (!/^(?:[0-9a-f]{2})+$/.test(text)) throw new InvalidRecord(`The ${what} has the digits 0 to 9 and a to f only.`);
  if (digits !== null && text.length !== digits) {
    throw new InvalidRecord(`The ${what} has ${text.length} digits. This kind of it has ${digits}.`);
  }
  return text;
}

/** A string of at most 255 octets in its canonical form, with quotes. */
export function characterString(text: string, what: string): string {
  const octets = decodeString(text);
  if (octets.length > stringOctets) throw new InvalidRecord(`The ${what} is longer than ${stringOctets} octets.`);
  return encodeString(octets);
}

/** Refuses addresses and numbers where a name belongs. */
export function refuseAddress(text: string, instead: string): void {
  const bare = text.replace(/\.$/, "");
  if (bare.includes(":") || /^[\d.]+$/.test(bare)) {
    throw new InvalidRecord(`"${shorten(text)}" is an address or a number, not a name. ${instead}`);
  }
}
