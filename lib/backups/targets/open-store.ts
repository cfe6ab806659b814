import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { localSettings, s3Settings, type TargetKind, targetKinds } from "./contract";
import { localStore } from "./local-store";
import { s3Store } from "./s3-store";
import type { BackupStore } from "./target";

const column = "backup_target:secret_sealed";

type StoredTarget = { id: string; kind: string; settings: unknown; secretSealed: string | null };

/** A kind of place is a file and its line here, and its settings in `contract.ts`. */
const kinds: Record<TargetKind, (settings: unknown, secret: string) => BackupStore> = {
  local: (settings) => localStore(localSettings.parse(settings)),
  s3: (settings, secret) => s3Store(s3Settings.parse(settings), secret),
};

export const sealSecret = (secret: string, id: string) => fieldCipher().encrypt(secret, column, id);

export function openStore({ id, kind, settings, secretSealed }: StoredTarget): BackupStore {
  const known = targetKinds.find((name) => name === kind);
  if (!known) throw new Error(`unknown kind of target ${kind}`);
  return kinds[known](settings, secretSealed === null ? "" : fieldCipher().decrypt(secretSealed, column, id));
}
