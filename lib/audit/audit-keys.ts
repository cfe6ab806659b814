import { hash, hkdfSync } from "node:crypto";
import { parseKeyRing } from "@/lib/core/encryption/key-ring";
import { env } from "@/lib/core/env";

/** What a key of AUDIT_KEYS is used for; each use has a key of its own, derived by HKDF. */
type Use = "entry" | "seal" | "pseudonym";

const block = 64;

/**
 * HMAC-SHA256 (RFC 2104) in hex, with the padded key prepared: a tenth of the time of `createHmac` for the short
 * messages here, which is what lets a verification read a hundred thousand rows a second. Digests are texts all the
 * way, since a Buffer for each costs more than the digest.
 */
export function hmacSha256(key: Buffer): (message: string) => string {
  const padded = Buffer.alloc(block);
  (key.length > block ? Buffer.from(hash("sha256", key, "hex"), "hex") : key).copy(padded);
  const outer = Buffer.concat([padded.map((byte) => byte ^ 0x5c), Buffer.alloc(32)]);
  let inner = Buffer.concat([padded.map((byte) => byte ^ 0x36), Buffer.alloc(4_096)]);
  return (message) => {
    // A character of UTF-16 takes three bytes of UTF-8 at most.
    const most = block + message.length * 3;
    if (inner.length < most) inner = Buffer.concat([inner.subarray(0, block)], most * 2);
    const length = inner.write(message, block, "utf8");
    outer.write(hash("sha256", inner.subarray(0, block + length), "hex"), block, "hex");
    return hash("sha256", outer, "hex");
  };
}

export type AuditKeys = {
  /** The one that signs. */
  currentId: string;
  /** MAC of a message under the named key, in hex; null when AUDIT_KEYS has no such key. */
  mac(keyId: string, use: Use, message: string): string | null;
};

/** `ring` as in AUDIT_KEYS: `id:base64[,…]`, newest first. */
export function openAuditKeys(ring: string): AuditKeys {
  const keys = parseKeyRing(ring, "AUDIT_KEYS");
  const [currentId] = keys.keys();
  if (!currentId) throw new Error("AUDIT_KEYS is empty");
  const prepared = new Map<string, (message: string) => string>();
  return {
    currentId,
    mac(keyId, use, message) {
      const name = `${keyId}/${use}`;
      let work = prepared.get(name);
      if (!work) {
        const master = keys.get(keyId);
        if (!master) return null;
        work = hmacSha256(Buffer.from(hkdfSync("sha256", master, "lightnode", `audit:${use}`, 32)));
        prepared.set(name, work);
      }
      return work(message);
    },
  };
}

let opened: { ring: string; keys: AuditKeys } | undefined;

/** The keys of this process. */
export function auditKeys(): AuditKeys {
  const ring = env().AUDIT_KEYS;
  if (opened?.ring !== ring) opened = { ring, keys: openAuditKeys(ring) };
  return opened.keys;
}

/** MAC under the key that signs now, in hex. */
export function signWith(keys: AuditKeys, use: Use, message: string): string {
  const mac = keys.mac(keys.currentId, use, message);
  if (!mac) throw new Error("AUDIT_KEYS has no current key");
  return mac;
}

/**
 * Pseudonym for a personal value (the address of a sign-in attempt) in the log: the same text gives the same
 * pseudonym, and without the key it reveals nothing.
 */
export function pseudonym(text: string): string {
  return `psn_${signWith(auditKeys(), "pseudonym", text.trim().toLowerCase()).slice(0, 24)}`;
}
