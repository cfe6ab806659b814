import { exitCodes, ProgramError } from "./program-error";

/** What was typed: a command with its words, and options. Secrets are never options: arguments are seen by everybody. */
export type Arguments = { command: string; words: string[]; options: Map<string, string | true> };

const valued = new Set(["home", "key", "url", "user"]);
const flags = new Set(["secret-stdin", "enrol-stdin", "as-new", "no-start", "run", "json", "dry-run", "help"]);

/** Throws a usage error for what is not known. Pure. */
export function parseArguments(argv: readonly string[]): Arguments {
  const options = new Map<string, string | true>();
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const text = argv[index] ?? "";
    if (!text.startsWith("--")) {
      words.push(text);
      continue;
    }
    const [name = "", inline] = text.slice(2).split(/=(.*)/s);
    if (flags.has(name) && inline === undefined) options.set(name, true);
    else if (valued.has(name)) options.set(name, inline ?? requireValue(name, argv[++index]));
    else throw usage(refusalOf(name));
  }
  const [command = "help", ...rest] = words;
  return { command: options.has("help") ? "help" : command, words: rest, options };
}

function requireValue(name: string, value: string | undefined): string {
  if (value === undefined || value.startsWith("--")) throw usage(`--${name} needs a value.`);
  return value;
}

function refusalOf(name: string): string {
  if (name === "secret" || name === "token")
    return `A secret is no argument, since everybody on this machine can see it: use --${name === "secret" ? "secret" : "enrol"}-stdin.`;
  return `--${name} is not known.`;
}

const usage = (message: string) => new ProgramError(message, "See: help", exitCodes.usage);

export function textOption({ options }: Arguments, name: string): string | undefined {
  const value = options.get(name);
  return typeof value === "string" ? value : undefined;
}
