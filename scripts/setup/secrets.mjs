import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

export const generators = {
  NEXTAUTH_SECRET: () => randomBytes(32).toString("base64url"),
  ENCRYPTION_KEYS: () => `k1:${randomBytes(32).toString("base64")}`,
  AUDIT_KEYS: () => `a1:${randomBytes(32).toString("base64")}`,
  EXECUTOR_SIGNING_KEYS: () => `s1:${randomBytes(32).toString("base64")}`,
  BACKUP_KEYS: () => `b1:${randomBytes(32).toString("base64")}`,
  PASSWORD_PEPPER: () => randomBytes(32).toString("base64url"),
  PUSHER_APP_ID: () => "lightnode",
  NEXT_PUBLIC_PUSHER_KEY: () => randomBytes(10).toString("hex"),
  PUSHER_SECRET: () => randomBytes(32).toString("hex"),
  METRICS_TOKEN: () => randomBytes(24).toString("base64url"),
  POSTGRES_PASSWORD: () => randomBytes(24).toString("base64url"),
  POSTGRES_PANEL_PASSWORD: () => randomBytes(24).toString("base64url"),
  INSTALLATION_ID: () => randomBytes(4).toString("hex"),
};

/**
 * The secrets that the environment leaves unset, from DATA_DIR/secrets.json (0600), made at the first start. Losing
 * that file loses the credentials that were encrypted with it.
 */
export function loadSecrets(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, "secrets.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const missing = Object.keys(generators).filter((name) => !known[name]);
  if (missing.length > 0) {
    for (const name of missing) known[name] = generators[name]();
    const temporary = `${file}.new`;
    writeFileSync(temporary, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, file);
  }
  chmodSync(file, 0o600);
  return known;
}
