import { createHash } from "node:crypto";

/** What MariaDB stores for a password (mysql_native_password), so that no clear text reaches its log. */
export function nativeHash(password: string): string {
  const once = createHash("sha1").update(password).digest();
  return `*${createHash("sha1").update(once).digest("hex").toUpperCase()}`;
}
