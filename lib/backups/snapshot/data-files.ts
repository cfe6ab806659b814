import { readFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/core/env";

/** What a panel needs of DATA_DIR beside its database. */
export const secretsFile = "secrets.json";
const auditWitness = "audit-witness.json";
export const dataFiles = [secretsFile, auditWitness] as const;
export type DataFile = { name: string; content: Buffer };

/**
 * The files with what is in them. Keys that come from the environment are written into the secrets: without them the
 * database could not be read on another machine.
 */
export async function readDataFiles(): Promise<DataFile[]> {
  const { DATA_DIR, ENCRYPTION_KEYS, AUDIT_KEYS, EXECUTOR_SIGNING_KEYS, INSTALLATION_ID, BACKUP_KEYS } = env();
  const secrets = await readFile(path.join(DATA_DIR, secretsFile), "utf8").catch(onlyMissing);
  const inUse = { ENCRYPTION_KEYS, AUDIT_KEYS, EXECUTOR_SIGNING_KEYS, INSTALLATION_ID, BACKUP_KEYS };
  const known: unknown = secrets === null ? {} : JSON.parse(secrets);
  const stored = typeof known === "object" && known !== null ? known : {};
  // A rotation adds keys to the file before every process has read them.
  const keysFromFile = env().ENCRYPTION_KEYS_FILE ? stored : {};
  const merged = JSON.stringify({ ...stored, ...inUse, ...keysFromFile }, null, 2);
  const witness = await readFile(path.join(DATA_DIR, auditWitness)).catch(onlyMissing);
  return [
    { name: secretsFile, content: Buffer.from(`${merged}\n`) },
    ...(witness === null ? [] : [{ name: auditWitness, content: witness }]),
  ];
}

function onlyMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
