import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** A file of /proc that stays open: the kernel writes it again at each read from its start. */
export class ProcFile {
  readonly #path: string;
  #buffer = Buffer.allocUnsafe(16_384);
  #descriptor: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  read(): string {
    this.#descriptor ??= openSync(this.#path, "r");
    try {
      let length = 0;
      for (;;) {
        const count = readSync(this.#descriptor, this.#buffer, length, this.#buffer.length - length, length);
        if (count === 0) return this.#buffer.toString("latin1", 0, length);
        length += count;
        if (length === this.#buffer.length) this.#buffer = Buffer.concat([this.#buffer], length * 2);
      }
    } catch (error) {
      closeSync(this.#descriptor);
      this.#descriptor = null;
      throw error;
    }
  }
}

/** The text of a small file, or null when it does not exist or may not be read. */
export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "latin1").trim();
  } catch {
    return null;
  }
}
