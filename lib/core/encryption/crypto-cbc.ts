import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { isRecord } from "../records";

/**
 * Values that other programs encrypted with AES-256-CBC, for imports only; nothing of ours writes them. Two forms:
 *
 * - `iv:ciphertext[:mac]`, each base64; `mac` is HMAC-SHA256 over the bytes of iv and ciphertext.
 * - the envelope of PHP's Laravel (and so of Pterodactyl): base64 of JSON `{iv, value, mac}`; `mac` is, in hex,
 *   HMAC-SHA256 over the base64 texts of iv and value. A PHP-serialised string inside is taken out.
 *
 * The MAC is checked before anything is decrypted, and all failures read the same: no padding oracle (Vaudenay 2002).
 */
export type CbcKeys = {
  /** 32 bytes. */
  key: Buffer;
  /** Key of the MAC; the same one when absent. */
  macKey?: Buffer;
  /** Accepts values without a MAC, which anybody may have changed. */
  allowWithoutMac?: boolean;
};

type Parts = { iv: Buffer; data: Buffer; mac: Buffer | null; signed: Buffer };

const unreadable = () => new Error("not a value of AES-256-CBC under this key");

export function decryptCbc(text: string, keys: CbcKeys): string {
  if (keys.key.length !== 32) throw new Error("the key of AES-256-CBC has 32 bytes");
  const { iv, data, mac, signed } = readParts(text.trim());
  if (iv.length !== 16 || data.length === 0 || data.length % 16 !== 0) throw unreadable();
  if (mac) {
    const expected = createHmac("sha256", keys.macKey ?? keys.key)
      .update(signed)
      .digest();
    if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw unreadable();
  } else if (!keys.allowWithoutMac) {
    throw new Error("the value has no HMAC: anybody may have changed it; allow that only for a source you trust");
  }
  try {
    const decipher = createDecipheriv("aes-256-cbc", keys.key, iv);
    return unserialise(
      new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat([decipher.update(data), decipher.final()])),
    );
  } catch {
    throw unreadable();
  }
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

function readParts(text: string): Parts {
  const parts = text.split(":");
  if (parts.length === 2 || parts.length === 3) {
    if (!parts.every((part) => base64.test(part))) throw unreadable();
    const [iv, data, mac] = parts.map((part) => Buffer.from(part, "base64"));
    if (!iv || !data) throw unreadable();
    return { iv, data, mac: mac ?? null, signed: Buffer.concat([iv, data]) };
  }
  return readEnvelope(text);
}

function readEnvelope(text: string): Parts {
  let envelope: unknown;
  try {
    envelope = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    throw unreadable();
  }
  const { iv, value, mac } = isRecord(envelope) ? envelope : {};
  if (typeof iv !== "string" || typeof value !== "string") throw unreadable();
  return {
    iv: Buffer.from(iv, "base64"),
    data: Buffer.from(value, "base64"),
    mac: typeof mac === "string" && mac !== "" ? Buffer.from(mac, "hex") : null,
    signed: Buffer.from(iv + value),
  };
}

/** The string in `s:5:"hello";` (PHP's serialize; the length is in bytes); any other text as it is. */
function unserialise(text: string): string {
  const [, length, inner] = /^s:(\d+):"([\s\S]*)";$/.exec(text) ?? [];
  return inner !== undefined && Buffer.byteLength(inner) === Number(length) ? inner : text;
}
