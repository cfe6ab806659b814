import { InvalidRecord } from "./invalid-record";

/**
 * Quoted strings of records (RFC 1035, 5.1): up to 255 octets each, `\"`, `\\` and `\DDD` inside. The canonical form
 * escapes what is not printable ASCII as `\DDD`, so that one text has one form.
 */
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true });
export const stringOctets = 255;

/** Octets of a string as it stands between its quotes. */
export function decodeString(raw: string): Uint8Array {
  const octets: number[] = [];
  const pattern = /\\(\d{3})|\\(.)|([^\\]+)|\\/gsu;
  for (const [, decimal, escaped, plain] of raw.matchAll(pattern)) {
    if (decimal !== undefined) octets.push(octetOf(decimal));
    else if (escaped === undefined && plain === undefined)
      throw new InvalidRecord("A backslash stands at the end. Remove it.");
    else for (const octet of encoder.encode(escaped ?? plain)) octets.push(octet);
  }
  return Uint8Array.from(octets);
}

function octetOf(decimal: string): number {
  const octet = Number(decimal);
  if (octet > 255) throw new InvalidRecord(`\\${decimal} is not an octet. Use \\000 to \\255.`);
  return octet;
}

/** The canonical form, with quotes. */
export function encodeString(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) {
    if (octet === 34 || octet === 92) text += `\\${String.fromCharCode(octet)}`;
    else if (octet >= 32 && octet < 127) text += String.fromCharCode(octet);
    else text += `\\${String(octet).padStart(3, "0")}`;
  }
  return `"${text}"`;
}

/** Parts of at most 255 octets; one empty part for nothing. */
export function splitOctets(octets: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += stringOctets) parts.push(octets.subarray(at, at + stringOctets));
  return parts.length > 0 ? parts : [octets];
}

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of the octets; null if they are not printable UTF-8. */
export function decodeText(octets: Uint8Array): string | null {
  try {
    const text = strictDecoder.decode(octets);
    return /[\p{Cc}\ufeff]/u.test(text) || encoder.encode(text).length !== octets.length ? null : text;
  } catch {
    // Not UTF-8: the caller shows the escaped form.
    return null;
  }
}
