import { readFileSync } from "node:fs";
import { env } from "../env";
import { fieldOf } from "../records";
import { FieldCipher } from "./crypto";
import { encryptedColumns } from "./encrypted-columns";
import { KeyRing } from "./key-ring";

type Holder = { lightnodeCipher?: { ring: KeyRing; cipher: FieldCipher } };

// Next bundles server modules several times; the process still has one ring, whose active key changes for all of them
// at once.
const holder = globalThis as unknown as Holder;

/** The ring's text as it is in its file now; null when it came from the environment, or the file cannot be read. */
function readRingFile(): string | null {
  const file = env().ENCRYPTION_KEYS_FILE;
  if (!file) return null;
  try {
    const keys = fieldOf(JSON.parse(readFileSync(file, "utf8")), "ENCRYPTION_KEYS");
    return typeof keys === "string" ? keys : null;
  } catch {
    return null;
  }
}

function held(): { ring: KeyRing; cipher: FieldCipher } {
  if (!holder.lightnodeCipher) {
    const ring = new KeyRing(env().ENCRYPTION_KEYS, { reload: readRingFile });
    const columns = new Set<string>(encryptedColumns.map(({ label }) => label));
    holder.lightnodeCipher = { ring, cipher: new FieldCipher(ring, columns) };
  }
  return holder.lightnodeCipher;
}

/** This process's keys; lib/platform/encryption keeps their active one in step with the database. */
export const keyRing = (): KeyRing => held().ring;

/** The one cipher of this process: encrypts the columns of lib/core/encrypted-columns.ts with the active key. */
export const fieldCipher = (): FieldCipher => held().cipher;
