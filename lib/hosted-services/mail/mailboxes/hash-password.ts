import { argon2, randomBytes } from "node:crypto";
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
