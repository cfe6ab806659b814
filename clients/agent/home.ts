import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";

/** What the agent keeps in its directory. Files are replaced as a whole and reach the disk before the old one is gone. */
export const defaultHome = "/var/lib/lightnode-agent";

export type Credentials = { url: string; agentId: string; token: string };

export const fileIn = (home: string, name: string) => path.join(home, name);

export function writeDurably(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  const descriptor = openSync(part, "w", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(part, file);
}

/** Null when the file does not exist or is damaged: a machine may lose its power while it is written. */
export function readJson<T>(file: string): T | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return null;
  }
}

export const credentialsFile = (home: string) => fileIn(home, "credentials.json");
