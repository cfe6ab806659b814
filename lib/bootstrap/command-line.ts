import { parseArgs } from "node:util";

/** What a command is, and how words on a command line become its arguments. Commands themselves are one file a group. */
export type Option = {
  type: "string" | "boolean";
  /** Shown in place of the value, e.g. `EMAIL`. */
  value?: string;
  summary: string;
  required?: boolean;
  multiple?: boolean;
};

export type Command = {
  /** Group and verb: `user create`. A group of its own has one word. */
  name: string;
  summary: string;
  /** Names of the words after the command, all of them required. */
  positionals?: readonly string[];
  /** Further words are taken as values of this option: `--scopes a b c`. */
  rest?: string;
  options?: Record<string, Option>;
  run(input: Arguments, say: (line: string) => void): Promise<Outcome>;
};

/** `json` is printed with --json, `text` without; `failed` makes the exit code 1. */
export type Outcome = { json: unknown; text: string; failed?: boolean };

/** The caller's mistake: exit code 2. */
export class UsageError extends Error {}

const common: Record<string, Option> = {
  json: { type: "boolean", summary: "print JSON for programs" },
  help: { type: "boolean", summary: "print this help" },
};

export class Arguments {
  readonly #values: Record<string, unknown>;
  readonly #positionals: readonly string[];
  readonly #rest: readonly string[];

  /** `rest`: the words after those that the command names. */
  constructor(values: Record<string, unknown>, positionals: readonly string[], rest: readonly string[]) {
    this.#values = values;
    this.#positionals = positionals;
    this.#rest = rest;
  }

  positional(index: number): string {
    return this.#positionals[index] ?? "";
  }

  /** Undefined when the option was not given. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${name}: ${JSON.stringify(text)} is not a number.`);
    return Number(text);
  }

  /** Values given one by one, separated by commas, or as the words that follow. */
  list(name: string): string[] {
    const values = this.#values[name];
    const given = Array.isArray(values) ? values.map(String) : [];
    return [...given, ...this.#rest].flatMap((text) => text.split(",")).filter(Boolean);
  }
}

export type Parsed = { command: Command; input: Arguments; json: boolean } | { help: string };

/** Finds the command and checks its words; throws {@link UsageError}. */
export function parseCommandLine(commands: readonly Command[], argv: readonly string[]): Parsed {
  const wantsHelp = argv.includes("--help") || argv.includes("-h");
  const words = argv.filter((word) => !word.startsWith("-"));
  const command = commands.find((item) => item.name.split(" ").every((word, index) => words[index] === word));
  if (!command) {
    const group = commands.filter((item) => item.name.split(" ")[0] === words[0]);
    if (wantsHelp || argv.length === 0) return { help: overview(group.length > 0 ? group : commands) };
    throw new UsageError(`There is no command ${JSON.stringify(words.slice(0, 2).join(" "))}. See --help.`);
  }
  if (wantsHelp) return { help: helpOf(command) };
  return { command, ...readWords(command, argv) };
}

function readWords(command: Command, argv: readonly string[]): { input: Arguments; json: boolean } {
  const options = { ...common, ...command.options };
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    const types = Object.entries(options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false },
    ]);
    parsed = parseArgs({ args: [...argv], options: Object.fromEntries(types), allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
  const positionals = parsed.positionals.slice(command.name.split(" ").length);
  const wanted = command.positionals ?? [];
  const missing = wanted.slice(positionals.length);
  if (missing.length > 0)
    throw new UsageError(`${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing. ${usageOf(command)}`);
  const extra = positionals.slice(wanted.length);
  if (extra.length > 0 && !(command.rest && parsed.values[command.rest])) {
    throw new UsageError(`${JSON.stringify(extra[0])} is one word too many. ${usageOf(command)}`);
  }
  const lacking = Object.keys(options).filter((name) => options[name]?.required && parsed.values[name] === undefined);
  if (lacking.length > 0)
    throw new UsageError(`${lacking.map((name) => `--${name}`).join(", ")} must be given. ${usageOf(command)}`);
  return { input: new Arguments(parsed.values, positionals, extra), json: parsed.values.json === true };
}

function usageOf(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([name, { value, required, multiple }]) => {
    const text = `--${name}${value ? ` ${value}` : ""}${multiple ? "…" : ""}`;
    return required ? text : `[${text}]`;
  });
  return `Usage: ${[command.name, ...(command.positionals ?? []), ...options].join(" ")}`;
}

function overview(commands: readonly Command[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`);
  return `Usage: npm run cli -- COMMAND [--json] [--help]\n\n${lines.join("\n")}\n\nExit codes: 0 done, 1 failed, 2 wrong usage.`;
}

function helpOf(command: Command): string {
  const lines = Object.entries({ ...command.options, ...common }).map(
    ([name, { value, summary, required }]) =>
      `  ${`--${name} ${value ?? ""}`.padEnd(26)} ${summary}${required ? " (required)" : ""}`,
  );
  return `${command.summary}\n\n${usageOf(command)}\n\n${lines.join("\n")}`;
}

/** Rows under headings, in columns as wide as their widest word. */
export function table(headings: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const lines = [headings, ...rows].map((row) => row.map((cell) => String(cell ?? "–")));
  const widths = headings.map((_heading, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
