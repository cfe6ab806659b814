import { parseKeyRing } from "@/lib/core/encryption/key-ring";
import { env } from "@/lib/core/env";
import type { BackupKey } from "./format/backup-stream";

/** The keys that open backups, newest first. */
export function backupKeys(): ReadonlyMap<string, Buffer> {
  return parseKeyRing(env().BACKUP_KEYS, "BACKUP_KEYS");
}

/** The key that encrypts new backups. */
export function currentBackupKey(): BackupKey {
  const [first] = backupKeys();
  if (!first) throw new Error("BACKUP_KEYS is empty");
  return { id: first[0], key: first[1] };
}
