import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

const iterations = 4096;

/**
 * The verifier that PostgreSQL stores for a password (RFC 5802, `SCRAM-SHA-256$<iterations>:<salt>$<stored>:<server>`), so
 * that no clear text reaches its log. `password` is ASCII, which SASLprep leaves as it is.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const mac = (key: string) => createHmac("sha256", salted).update(key).digest();
  const stored = createHash("sha256").update(mac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${mac("Server Key").toString("base64")}`;
}
