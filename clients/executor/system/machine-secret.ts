import { crc32 } from "node:zlib";

/** The form of keys and secrets, so that a typing error is reported before any call. The checksum is no protection. */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const bodyLength = 43;
const checkLength = 6;

function checksum(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let i = 0; i < checkLength; i++) {
    text = alphabet.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** What is wrong with the text as a secret with this prefix, as a text that does not repeat it; null: nothing. Pure. */
export function secretProblem(text: string, prefix: "exs_" | "ent_"): string | null {
  const name = prefix === "exs_" ? "secret" : "enrolment token";
  if (text === "") return `The ${name} is empty.`;
  if (text.startsWith("exe_")) return `This is a key. The ${name} begins with ${prefix}.`;
  if (!text.startsWith(prefix)) return `The ${name} begins with ${prefix}. Copy it again from the panel.`;
  const expected = prefix.length + bodyLength + checkLength;
  if (text.length !== expected) {
    return `The ${name} has ${expected} characters, this has ${text.length}: copy the whole of it.`;
  }
  const body = text.slice(0, -checkLength);
  const isRight = /^[0-9A-Za-z]+$/.test(text.slice(prefix.length)) && text.slice(-checkLength) === checksum(body);
  return isRight ? null : `A character of the ${name} is wrong. Copy it again from the panel.`;
}

/** What is wrong with the text as an executor's key; null: nothing. Pure. */
export function keyProblem(text: string): string | null {
  if (/^exe_[0-9A-Za-z]{16}$/.test(text)) return null;
  if (text.startsWith("exs_")) return "This is a secret. The key begins with exe_.";
  return "A key is exe_ and 16 letters or digits. Copy it again from the panel.";
}
