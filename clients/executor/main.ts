import { parseArguments } from "./command-line/arguments";
import { helpText } from "./command-line/help";
import { runCommand } from "./command-line/run-command";
import { statusCommand } from "./command-line/status-command";
import { doctorCommand } from "./doctor/doctor-command";
import { redact } from "./log";
import { installService, uninstallService } from "./service/service-command";
import { setupCommand } from "./setup/setup-command";
import { exitCodes, PlainError } from "./stop";
import { version } from "./version";

// The Pusher client uses url.parse; the user of this program cannot act on a warning about it.
process.noDeprecation = true;

async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2));
  switch (args.command) {
    case "setup":
      return setupCommand(args);
    case "run":
      return runCommand(args);
    case "status":
      return statusCommand(args);
    case "doctor":
      return doctorCommand(args);
    case "service install":
      return installService(args);
    case "service uninstall":
      return uninstallService(args);
    case "version":
      process.stdout.write(`${version}\n`);
      return exitCodes.ok;
    default:
      process.stdout.write(helpText);
      return exitCodes.ok;
  }
}

main().then(
  (code) => finish(code),
  (error: unknown) => {
    const isPlain = error instanceof PlainError;
    const text = isPlain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${redact(text)}\n`);
    finish(isPlain ? error.exitCode : exitCodes.failed);
  },
);

/** Connections that are kept for the next call must not keep the process; what was printed must get out. */
function finish(code: number): void {
  process.exitCode = code;
  process.stdout.write("", () => process.exit(code));
}
