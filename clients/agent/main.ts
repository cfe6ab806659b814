import { type Arguments, readArguments, UsageError } from "./commands/arguments";
import { enroll } from "./commands/enroll";
import { run } from "./commands/run";
import { status } from "./commands/status";
import { uninstall } from "./commands/uninstall";
import { version } from "./version";

const helpText = `LightNode agent ${version}: sends figures of this machine to a panel.

  agent.mjs enroll --url URL --token-file FILE [--home DIR]   exchange a token of the panel for credentials
  agent.mjs run [--home DIR]                                  send figures until it is stopped
  agent.mjs status [--home DIR]                               what the agent did last, and a sample
  agent.mjs uninstall [--home DIR]                            remove the service and its files
`;

const print = (text: string) => async () => {
  process.stdout.write(text);
  return 0;
};

const commands: Readonly<Record<string, (given: Arguments) => Promise<number>>> = {
  enroll,
  run,
  status,
  uninstall,
  version: print(`${version}\n`),
  help: print(helpText),
};

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const command = commands[given.command];
  if (!command) throw new UsageError(`Unknown command: ${given.command}.\n\n${helpText}`);
  return command(given);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    const text = isUsage ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(isUsage ? 64 : 1);
  },
);
