import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
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

const mostAppended = 5_000_000;

/** Adds a line. A file of 5 MB becomes `.old` first, in place of the one before: two files are the most that is kept. */
export function appendLine(file: string, text: string, mostBytes = mostAppended): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size > 0 && size + text.length > mostBytes) renameSync(file, `${file}.old`);
  appendFileSync(file, `${text}\n`, { mode: 0o600 });
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
