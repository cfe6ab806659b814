import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { ProgramError } from "./program-error";

/** The terminal of the wizard: questions, and marks that are words too. */
export type Terminal = {
  say(text: string): void;
  step(number: number, title: string): void;
  ok(text: string): void;
  warn(text: string): void;
  ask(question: string): Promise<string>;
  /** The answer is not echoed. */
  askHidden(question: string): Promise<string>;
  close(): void;
};

export function openTerminal(): Terminal {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const lines = new LineReader();
  return {
    say,
    step: (number, title) => say(`\nStep ${number} of 4 · ${title}`),
    ok: (text) => say(`  ✔ ${text}`),
    warn: (text) => say(`  ! ${text}`),
    ask: (question) => lines.next(`  ${question} `, false),
    askHidden: (question) => lines.next(`  ${question} `, true),
    close: () => lines.close(),
  };
}

/** Lines of standard input, typed or piped: one reader, since a second would miss what the first took already. */
class LineReader {
  #reader: Interface | null = null;
  #isHidden = false;
  #isOver = false;
  readonly #lines: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;

  async next(question: string, hidden: boolean): Promise<string> {
    this.#open();
    process.stdout.write(question);
    this.#isHidden = hidden;
    const line =
      this.#lines.shift() ??
      (this.#isOver ? null : await new Promise<string | null>((resolve) => (this.#waiting = resolve)));
    this.#isHidden = false;
    if (hidden || !process.stdin.isTTY) process.stdout.write("\n");
    if (line === null) throw new ProgramError("Setup was left before its end.", "Run it again when you are ready.");
    return line.trim();
  }

  close(): void {
    this.#reader?.close();
  }

  #open(): void {
    if (this.#reader) return;
    const echo = new Writable({
      write: (chunk, _encoding, done) => {
        if (!this.#isHidden) process.stdout.write(chunk);
        done();
      },
    });
    const reader = createInterface({ input: process.stdin, output: echo, terminal: process.stdin.isTTY ?? false });
    reader.on("line", (line) => this.#give(line));
    reader.on("close", () => {
      this.#isOver = true;
      this.#waiting?.(null);
    });
    this.#reader = reader;
  }

  #give(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting(line);
    else this.#lines.push(line);
  }
}

/** Everything on standard input, at most a line's worth. */
export async function readAllInput(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > 4_096) break;
  }
  return text.trim();
}
