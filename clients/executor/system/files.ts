import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { errorCode } from "./errno";

/** Replaces a file as a whole: after a power cut it is the old one or the new one. */
export function replaceFile(file: string, content: string | Buffer, mode = 0o600): void {
  const temporary = `${file}.${process.pid}.new`;
  const handle = openSync(temporary, "w", mode);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}

/** The text of a file; null when there is none. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** The JSON in a file; null when there is none or it is damaged. */
export function readJsonIfThere(file: string): unknown {
  const text = readIfThere(file);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
