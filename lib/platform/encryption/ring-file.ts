import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { env } from "@/lib/core/env";

/**
 * The file `npm start` keeps its keys in (DATA_DIR/secrets.json); null when ENCRYPTION_KEYS comes from the environment.
 */
export function ringFile(): string | null {
  return env().ENCRYPTION_KEYS_FILE ?? null;
}

const secretsFile = z.record(z.string(), z.string());
type Secrets = z.output<typeof secretsFile>;

function change(file: string, work: (secrets: Secrets) => Secrets): void {
  const secrets = secretsFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify(work(secrets), null, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  // Replaced atomically: other processes read this file at any moment.
  renameSync(temporary, file);
}

const entriesOf = (ring: string | undefined) =>
  (ring ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
const idOf = (entry: string) => entry.split(":")[0] ?? "";

/** A new key as an entry of a ring: `id:base64`. */
export function newKeyEntry(id: string): string {
  return `${id}:${randomBytes(32).toString("base64")}`;
}

/** Adds a key at the end: known, not yet used. */
export function addToRingFile(file: string, entry: string): void {
  change(file, (secrets) => ({
    ...secrets,
    ENCRYPTION_KEYS: [...entriesOf(secrets.ENCRYPTION_KEYS), entry].join(","),
  }));
}

/** Moves a key to the front, where a process without the database finds the key to write with. */
export function putFirstInRingFile(file: string, id: string): void {
  change(file, (secrets) => {
    const entries = entriesOf(secrets.ENCRYPTION_KEYS);
    const first = entries.filter((entry) => idOf(entry) === id);
    return { ...secrets, ENCRYPTION_KEYS: [...first, ...entries.filter((entry) => idOf(entry) !== id)].join(",") };
  });
}

/**
 * Removes a key from the ring. It is kept in the list of retired keys, for old backups, unless it is to be destroyed.
 */
export function takeFromRingFile(file: string, id: string, options: { destroy: boolean }): void {
  change(file, (secrets) => {
    const entries = entriesOf(secrets.ENCRYPTION_KEYS);
    const retired = options.destroy ? [] : entries.filter((entry) => idOf(entry) === id);
    const kept = entriesOf(secrets.RETIRED_ENCRYPTION_KEYS).filter((entry) => idOf(entry) !== id);
    return {
      ...secrets,
      ENCRYPTION_KEYS: entries.filter((entry) => idOf(entry) !== id).join(","),
      RETIRED_ENCRYPTION_KEYS: [...kept, ...retired].join(","),
    };
  });
}
