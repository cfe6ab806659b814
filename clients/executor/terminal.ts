import { createInterface, type Interface } from "node:readline";
import { PlainError } from "./stop";

type Input = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (on: boolean) => unknown };
export type Output = { write(text: string): unknown };

/** Arrow keys, and the marks that terminals put around what is pasted. */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z~]`, "g");

/**
 * Questions and answers in a terminal, or by the lines of a pipe. What is hidden is read key by key without an echo; from a
 * pipe there is none anyway.
 */
export class Terminal {
  readonly #input: Input;
  readonly #output: Output;
  #lines: string[] = [];
  #reader: Interface | null = null;
  #isOver = false;
  #wake: () => void = () => {};

  constructor(input: Input = process.stdin, output: Output = process.stdout) {
    this.#input = input;
    this.#output = output;
  }

  say(text: string): void {
    this.#output.write(`${text}\n`);
  }

  async ask(question: string): Promise<string> {
    this.#output.write(question);
    return (await this.#line()).trim();
  }

  async askHidden(question: string): Promise<string> {
    this.#output.write(question);
    if (!this.#input.isTTY || !this.#input.setRawMode) {
      const text = await this.#line();
      this.#output.write("\n");
      return text.trim();
    }
    this.#closeReader();
    const text = await this.#keys();
    this.#output.write("\n");
    return text.trim();
  }

  /** The first line of a pipe. */
  async firstLine(): Promise<string> {
    return (await this.#line()).trim();
  }

  close(): void {
    this.#closeReader();
    this.#input.pause();
  }

  async #line(): Promise<string> {
    this.#openReader();
    while (this.#lines.length === 0) {
      if (this.#isOver) throw new PlainError("The input ended before everything was answered. Run setup again.");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#lines.shift() ?? "";
  }

  #openReader(): void {
    if (this.#reader) return;
    const reader = createInterface({ input: this.#input, terminal: false });
    this.#reader = reader;
    reader.on("line", (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    reader.on("close", () => {
      if (this.#reader !== reader) return;
      this.#isOver = true;
      this.#wake();
    });
  }

  #closeReader(): void {
    const reader = this.#reader;
    this.#reader = null;
    reader?.close();
  }

  #keys(): Promise<string> {
    const input = this.#input;
    return new Promise((resolve, reject) => {
      let text = "";
      input.setRawMode?.(true);
      input.resume();
      const end = (act: () => void) => {
        input.setRawMode?.(false);
        input.off("data", onData);
        act();
      };
      const onData = (chunk: Buffer | string) => {
        for (const key of chunk.toString("utf8").replace(escapes, "")) {
          if (key === "\r" || key === "\n") return end(() => resolve(text));
          if (key === "\u0003") return end(() => reject(new PlainError("Stopped; nothing was changed.", 130)));
          if (key === "\u007f" || key === "\b") text = text.slice(0, -1);
          else if (key >= " ") text += key;
        }
      };
      input.on("data", onData);
    });
  }
}
