import { parseArgs } from "node:util";
import { exitCodes, PlainError } from "../stop";
import { commandLine } from "./command-words";

/** What was typed behind the program's name. */
export type Arguments = {
  command: "setup" | "run" | "status" | "doctor" | "service install" | "service uninstall" | "version" | "help";
  home: string | undefined;
  url: string | undefined;
  key: string | undefined;
  secretStdin: boolean;
  enrolStdin: boolean;
  asNew: boolean;
  name: string | undefined;
  run: boolean;
  noStart: boolean;
  json: boolean;
  dryRun: boolean;
  userName: string | undefined;
  /** Which of several services of a machine. */
  instance: string | undefined;
  /** Exit codes that mean "do not start again" become 0: Windows' tasks know no list of them. */
  asTask: boolean;
};

const commands = [
  "setup",
  "run",
  "status",
  "doctor",
  "service install",
  "service uninstall",
  "version",
  "help",
] as const;
const options = {
  home: { type: "string" },
  url: { type: "string" },
  key: { type: "string" },
  name: { type: "string" },
  "secret-stdin": { type: "boolean" },
  "enrol-stdin": { type: "boolean" },
  "as-new": { type: "boolean" },
  run: { type: "boolean" },
  "no-start": { type: "boolean" },
  json: { type: "boolean" },
  "dry-run": { type: "boolean" },
  "user-name": { type: "string" },
  instance: { type: "string" },
  "as-task": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

function usage(message: string): PlainError {
  return new PlainError(`${message} See: ${commandLine("help")}`, exitCodes.usage);
}

/** Pure. A secret among the arguments is refused: every process of the machine can read them. */
export function parseArguments(argv: readonly string[]): Arguments {
  if (argv.some((text) => /^(--secret|--token)(=|$)/.test(text) || /\b(exs|ent)_[0-9A-Za-z]{20,}/.test(text))) {
    throw usage(
      "A secret does not belong into arguments, which other users can see. Pass it through stdin: --secret-stdin.",
    );
  }
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(error instanceof Error ? `${error.message.split(". ")[0]}.` : "This is not understood.");
  }
  const { values, positionals } = parsed;
  const typed = values.help ? "help" : values.version ? "version" : positionals.join(" ") || "help";
  const command = commands.find((name) => name === typed);
  if (!command) throw usage(`There is no command "${typed.slice(0, 40)}".`);
  if (values["secret-stdin"] && values["enrol-stdin"]) throw usage("Use either --secret-stdin or --enrol-stdin.");
  if (values["secret-stdin"] && !values.key) throw usage("--secret-stdin needs --key exe_….");
  if (values.run && values["no-start"]) throw usage("Use either --run or --no-start.");
  if (values.instance !== undefined && !/^[a-z0-9][a-z0-9-]{0,30}$/.test(values.instance)) {
    throw usage("--instance takes small letters, digits and dashes.");
  }
  return {
    command,
    home: values.home,
    url: values.url,
    key: values.key,
    name: values.name,
    secretStdin: values["secret-stdin"] ?? false,
    enrolStdin: values["enrol-stdin"] ?? false,
    asNew: values["as-new"] ?? false,
    run: values.run ?? false,
    noStart: values["no-start"] ?? false,
    json: values.json ?? false,
    dryRun: values["dry-run"] ?? false,
    userName: values["user-name"],
    instance: values.instance,
    asTask: values["as-task"] ?? false,
  };
}
