import { UsageError } from "./command-line";

/**
 * What is piped in, without the line's end. Secrets are never arguments: those are seen by every process of the machine.
 * `option` is the one that asked for it, for messages.
 */
export async function readStdin(option: string, maxLength: number): Promise<string> {
  if (process.stdin.isTTY) throw new UsageError(`--${option}: pipe the value in, such as from a password manager.`);
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.length > maxLength) throw new UsageError(`--${option}: that is too long.`);
  }
  return text.replace(/\r?\n$/, "");
}
