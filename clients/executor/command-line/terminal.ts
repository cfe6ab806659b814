import { createInterface } from "node:readline";
import { PlainError } from "../stop";

type Input = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (on: boolean) => unknown };
export type Output = { write(text: string): unknown };

/** Arrow keys, and the marks that terminals put around what is pasted. */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z~]`, "g");

/**
 * Questions and answers in a terminal, or by the lines of a pipe. A terminal is read key by key from the first question on
 * and echoes nothing by itself: it would show a secret that is pasted before it is asked for.
 */
export class Terminal {
  readonly #input: Input;
  readonly #output: Output;
  readonly #lines: string[] = [];
  #close: (() => void) | null = null;
  #keys = "";
  #isOver = false;
  #wake: () => void = () => {};

  constructor(input: Input = process.stdin, output: Output = process.stdout) {
    this.#input = input;
    this.#output = output;
  }

  say(text: string): void {
    this.#output.write(`${text}\n`);
  }

  ask(question: string): Promise<string> {
    return this.#answer(question, (key) => this.#output.write(key));
  }

  askHidden(question: string): Promise<string> {
    return this.#answer(question, () => {});
  }

  /** The first line of a pipe. */
  async firstLine(): Promise<string> {
    this.#open();
    return (await this.#line()).trim();
  }

  close(): void {
    this.#close?.();
    this.#close = null;
    this.#input.pause();
  }

  async #answer(question: string, echo: (key: string) => void): Promise<string> {
    this.#open();
    this.#output.write(question);
    const text = this.#isTerminal ? await this.#typed(echo) : await this.#line();
    this.#output.write("\n");
    return text.trim();
  }

  get #isTerminal(): boolean {
    return Boolean(this.#input.isTTY && this.#input.setRawMode);
  }

  #open(): void {
    if (this.#close) return;
    if (this.#isTerminal) this.#openKeys();
    else this.#openLines();
  }

  #openLines(): void {
    const reader = createInterface({ input: this.#input, terminal: false });
    reader.on("line", (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    reader.on("close", () => this.#end());
    this.#close = () => reader.close();
  }

  #openKeys(): void {
    const input = this.#input;
    input.setRawMode?.(true);
    const onData = (chunk: Buffer | string) => {
      this.#keys += chunk.toString("utf8").replace(escapes, "");
      this.#wake();
      // A terminal that is read key by key leaves this to its reader.
      if (this.#keys.includes("\u0003")) {
        this.close();
        process.kill(process.pid, "SIGINT");
      }
    };
    const onEnd = () => this.#end();
    input.on("data", onData);
    input.on("end", onEnd);
    input.resume();
    this.#close = () => {
      input.setRawMode?.(false);
      input.off("data", onData);
      input.off("end", onEnd);
    };
  }

  #end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async #line(): Promise<string> {
    while (this.#lines.length === 0) await this.#more();
    return this.#lines.shift() ?? "";
  }

  async #typed(echo: (key: string) => void): Promise<string> {
    let text = "";
    for (;;) {
      while (this.#keys === "") await this.#more();
      const [key = ""] = this.#keys;
      this.#keys = this.#keys.slice(key.length);
      if (key === "\r" || key === "\n") return text;
      if (key === "\u007f" || key === "\b") {
        if (text !== "") echo("\b \b");
        text = text.slice(0, -1);
      } else if (key >= " ") {
        text += key;
        echo(key);
      }
    }
  }

  async #more(): Promise<void> {
    if (this.#isOver) throw new PlainError("The input ended before everything was answered. Run setup again.");
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
