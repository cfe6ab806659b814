import { appendFileSync, chmodSync, closeSync, existsSync, openSync, readSync, renameSync, statSync } from "node:fs";

/** Writes one line per event to the terminal and to a file that is rotated at 5 MB; secrets are never written. */
export type Log = {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};

const maxBytes = 5 * 1024 * 1024;
const tailBytes = 512 * 1024;

/** Whatever looks like a secret or an enrolment token, and the value of a header that carries one. Pure. */
export function redact(text: string): string {
  return text
    .replace(/\b(exs_|ent_|lnt_|agt_)[0-9A-Za-z]+/g, "$1[hidden]")
    .replace(/(x-api-secret["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, "$1[hidden]");
}

export class FileLog implements Log {
  readonly #file: string;
  readonly #echo: (line: string) => void;

  constructor(file: string, echo: (line: string) => void = (line) => process.stdout.write(line)) {
    this.#file = file;
    this.#echo = echo;
  }

  info(message: string): void {
    this.#write("info", message);
  }
  warn(message: string): void {
    this.#write("warning", message);
  }
  error(message: string): void {
    this.#write("error", message);
  }

  #write(level: string, message: string): void {
    const line = `${new Date().toISOString()} ${level} ${redact(message).replace(/[\r\n]+/g, " ")}\n`;
    this.#echo(line);
    try {
      if (existsSync(this.#file) && statSync(this.#file).size > maxBytes) renameSync(this.#file, `${this.#file}.1`);
      const isNew = !existsSync(this.#file);
      appendFileSync(this.#file, line);
      if (isNew) chmodSync(this.#file, 0o600);
    } catch {
      // A full disk must not stop commands; the terminal has the line.
    }
  }
}

function tailOf(file: string): string {
  if (!existsSync(file)) return "";
  const size = statSync(file).size;
  const length = Math.min(size, tailBytes);
  const buffer = Buffer.alloc(length);
  const handle = openSync(file, "r");
  try {
    readSync(handle, buffer, 0, length, size - length);
  } finally {
    closeSync(handle);
  }
  return buffer.toString("utf8");
}

/** The last lines of the log, including the file before the last rotation, at most `maxChars` of them. */
export function lastLines(file: string, count: number, maxChars: number): string[] {
  const lines = `${tailOf(`${file}.1`)}${tailOf(file)}`.split("\n").filter(Boolean).slice(-count).map(redact);
  let left = maxChars;
  const first = lines.findLastIndex((line) => {
    left -= line.length + 3;
    return left < 0;
  });
  return lines.slice(first + 1);
}
