import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { KeyRing } from "./key-ring";

const alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A password of `length` characters of `[A-Za-z0-9]`, uniform: bytes of 248 and above are rejected, so that no
 * character is likelier than another. 12 characters carry 71.45 bits.
 */
export function generateSecurePassword(length = 12, random: (size: number) => Buffer = randomBytes): string {
  let password = "";
  while (password.length < length) {
    for (const byte of random(length * 2)) {
      if (byte >= 248) continue;
      password += alphanumerics[byte % 62];
      if (password.length === length) break;
    }
  }
  return password;
}

/** A secret of `bytes` random bytes in base64url; 32 bytes give 43 characters. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 in hex, for tokens of at least 128 random bits (never for passwords). */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Compares two secrets in constant time, whatever their lengths. */
export function secretsEqual(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/**
 * Field encryption: AES-256-GCM, `v1.<keyId>.<iv>.<tag>.<ciphertext>` (base64url). The key of a column is derived from
 * the master key by HKDF; the additional data is `table:column:row`, so a ciphertext moved to another row does not
 * open. Several keys may be present; the ring's active one encrypts, all decrypt.
 */
export class FieldCipher {
  readonly #ring: KeyRing;
  readonly #columns: ReadonlySet<string> | null;
  readonly #derived = new Map<string, Buffer>();

  /** `ring` may be its text, `id:base64key[,…]`. With `columns`, nothing else can be encrypted. */
  constructor(ring: KeyRing | string, columns: ReadonlySet<string> | null = null) {
    this.#ring = typeof ring === "string" ? new KeyRing(ring) : ring;
    this.#columns = columns;
  }

  #columnKey(keyId: string, column: string): Buffer {
    const cacheKey = `${keyId}/${column}`;
    const known = this.#derived.get(cacheKey);
    if (known) return known;
    const derived = Buffer.from(hkdfSync("sha256", this.#ring.key(keyId), "lightnode", column, 32));
    this.#derived.set(cacheKey, derived);
    return derived;
  }

  /** `column` is `table:column`, `rowId` the row it belongs to. */
  encrypt(plain: string, column: string, rowId: string): string {
    if (this.#columns && !this.#columns.has(column)) {
      throw new Error(`${column} is not in lib/core/encrypted-columns.ts: a rotation would skip its rows`);
    }
    const keyId = this.#ring.activeId;
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#columnKey(keyId, column), iv);
    cipher.setAAD(Buffer.from(`${column}:${rowId}`));
    const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"));
    return ["v1", keyId, ...parts].join(".");
  }

  decrypt(sealed: string, column: string, rowId: string): string {
    const [version, keyId, iv, tag, data] = sealed.split(".");
    if (version !== "v1" || !keyId || !iv || !tag || data === undefined) throw new Error("not an encrypted field");
    // Without the length Node accepts a tag truncated to four bytes, which an attacker can guess.
    const decipher = createDecipheriv("aes-256-gcm", this.#columnKey(keyId, column), Buffer.from(iv, "base64url"), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(`${column}:${rowId}`));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(data, "base64url")), decipher.final()]).toString("utf8");
  }

  /**
   * A keyed digest for looking a secret value up by equality without decrypting (a blind index): HMAC-SHA256 in
   * base64url under a key of the column's own. `keyId` is kept beside it, since it changes with the key.
   */
  blindIndex(plain: string, column: string, keyId = this.#ring.activeId): string {
    return createHmac("sha256", this.#columnKey(keyId, `${column}#index`))
      .update(plain)
      .digest("base64url");
  }
}
