import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * Secrets for programs: a prefix that scanners of leaked secrets know, 43 characters of base 62 (256 bits), and six of
 * CRC-32 over both, so that a typing error or garbage is refused without asking the database. The checksum is no
 * protection. Layout after GitHub's token format (2021).
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const bodyLength = 43;
const checkLength = 6;

/** `value` in base 62, padded to `length` characters. */
function base62(value: bigint, length: number): string {
  let rest = value;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = alphabet[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return text;
}

/** A new secret, such as `lnt_…`; `prefix` with its underscore. */
export function makeMachineSecret(prefix: string): string {
  // 43 characters hold 256.03 bits: every 32-byte number fits.
  const body = prefix + base62(BigInt(`0x${randomBytes(32).toString("hex")}`), bodyLength);
  return body + base62(BigInt(crc32(body)), checkLength);
}

/** Whether the text has the form and the checksum of a secret with this prefix. */
export function isMachineSecret(text: string, prefix: string): boolean {
  if (text.length !== prefix.length + bodyLength + checkLength || !text.startsWith(prefix)) return false;
  if (!/^[0-9A-Za-z]+$/.test(text.slice(prefix.length))) return false;
  const body = text.slice(0, -checkLength);
  return text.slice(-checkLength) === base62(BigInt(crc32(body)), checkLength);
}
