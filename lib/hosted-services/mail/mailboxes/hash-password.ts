import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** In KiB; OWASP's values for ARGON2ID. Every sign-in of a mail program costs this. */
const memory = 19_456;
const passes = 2;
const parallelism = 1;
const withoutPadding = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

/** As Dovecot reads it: the scheme, and the string of the PHC format. */
export async function hashMailPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const message = Buffer.from(password, "utf8");
  const key = await promisify(argon2)("argon2id", { message, nonce, memory, passes, parallelism, tagLength: 32 });
  return `{ARGON2ID}$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${withoutPadding(nonce)}$${withoutPadding(key)}`;
}

const stored = /^\{ARGON2ID\}\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Whether this is the password of the hash; takes as long for a hash that is none. */
export async function isMailPassword(password: string, hash: string): Promise<boolean> {
  const [, m, t, p, nonce = "", key = ""] = stored.exec(hash) ?? [];
  const expected = Buffer.from(key, "base64");
  const found = await promisify(argon2)("argon2id", {
    message: Buffer.from(password, "utf8"),
    nonce: nonce === "" ? randomBytes(16) : Buffer.from(nonce, "base64"),
    memory: Number(m ?? memory),
    passes: Number(t ?? passes),
    parallelism: Number(p ?? parallelism),
    tagLength: expected.length || 32,
  });
  return expected.length > 0 && timingSafeEqual(found, expected);
}
