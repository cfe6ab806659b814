import { parseKeyRing } from "@/lib/core/encryption/key-ring";
import { backupErrors } from "../errors";

/** The keys of a recovery kit: its text, or the value of `BACKUP_KEYS` alone. */
export function readKit(text: string): ReadonlyMap<string, Buffer> {
  const line = /BACKUP_KEYS=(\S+)/.exec(text)?.[1] ?? text.trim();
  try {
    return parseKeyRing(line, "BACKUP_KEYS");
  } catch (error) {
    throw backupErrors.backup_wrong_key({ detail: "The recovery kit has no line with BACKUP_KEYS.", cause: error });
  }
}
