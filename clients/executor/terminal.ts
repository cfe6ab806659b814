import { createInterface } from "node:readline";
import { ProgramError } from "./program-error";

/** The terminal of the wizard: questions, and marks that are words too. */
export type Terminal = {
  say(text: string): void;
  step(number: number, title: string): void;
  ok(text: string): void;
  warn(text: string): void;
  failed(text: string): void;
  ask(question: string): Promise<string>;
  askHidden(question: string): Promise<string>;
};

export function openTerminal(): Terminal {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  return {
    say,
    step: (number, title) => say(`\nStep ${number} of 4 · ${title}`),
    ok: (text) => say(`  ✔ ${text}`),
    warn: (text) => say(`  ! ${text}`),
    failed: (text) => say(`  ✖ ${text}`),
    ask: (question) => askLine(`  ${question} `, false),
    askHidden: (question) => askLine(`  ${question} `, true),
  };
}

/** One line; hidden ones are not echoed. */
function askLine(question: string, hidden: boolean): Promise<string> {
  if (!process.stdin.isTTY && hidden) return readAllInput();
  const reader = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  if (hidden) Object.assign(reader, { _writeToOutput: () => {} });
  if (hidden) process.stdout.write(question);
  return new Promise((resolve, reject) => {
    reader.once("close", () => reject(new ProgramError("Setup was left.", "Run it again when you are ready.")));
    reader.question(hidden ? "" : question, (answer) => {
      reader.removeAllListeners("close");
      reader.close();
      if (hidden) process.stdout.write("\n");
      resolve(answer.trim());
    });
  });
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
