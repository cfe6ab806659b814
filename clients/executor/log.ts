import { appendFileSync, renameSync, statSync } from "node:fs";
import { readIfThere } from "./home";

/** Lines for people, on the terminal and in a file of five megabytes (and one before it). Secrets never reach either. */
const maxBytes = 5 * 1024 * 1024;
const secrets = /\b(exs|ent)_[0-9A-Za-z]{20,}/g;

export type Log = {
  info(text: string): void;
  warn(text: string): void;
  /** The last lines of the file. */
  tail(lines: number): string[];
};

export const redact = (text: string): string => text.replace(secrets, "$1_…");

export function openLog(
  file: string,
  print: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Log {
  const write = (level: string, text: string) => {
    const line = `${new Date().toISOString()} ${level} ${redact(text)}`;
    print(line);
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not stop the executor.
    }
  };
  return {
    info: (text) => write("info ", text),
    warn: (text) => write("warn ", text),
    tail(lines) {
      const text = `${readIfThere(`${file}.1`) ?? ""}${readIfThere(file) ?? ""}`;
      return text.trimEnd().split("\n").slice(-lines);
    },
  };
}
