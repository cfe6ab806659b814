// By its default: an older Node, which has no crc32, must get as far as being told that it is too old.
import zlib from "node:zlib";

/** How keys and secrets look, so that a typing error is told before anybody is asked. */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checkLength = 6;

export const isKey = (text: string): boolean => /^exe_[0-9A-Za-z]{16}$/.test(text);

/** The prefix, 43 characters of base 62, and six that are the CRC-32 of all before them. */
export function isSecret(text: string, prefix: "exs_" | "ent_" = "exs_"): boolean {
  if (!text.startsWith(prefix) || !/^[a-z]{3}_[0-9A-Za-z]{49}$/.test(text)) return false;
  return text.slice(-checkLength) === checkOf(text.slice(0, -checkLength));
}

function checkOf(text: string): string {
  let rest = zlib.crc32(text);
  let digits = "";
  while (digits.length < checkLength) {
    digits = (alphabet[rest % 62] ?? "") + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
