import { type Arguments, parseArguments, textOption } from "./arguments";
import { requireNode } from "./checks/machine";
import { type Credentials, loadCredentials } from "./credentials";
import { examine } from "./doctor";
import { type Home, isRunning, openHome } from "./home";
import { readManualSettings } from "./manual-settings";
import { exitCodes, explain, ProgramError } from "./program-error";
import { run } from "./run/run";
import { readStatus } from "./run/status-file";
import { service } from "./service";
import { setup } from "./setup";
import { openTerminal } from "./terminal";
import { lightnodeExecutorVersion } from "./version";

/** The executor program: what its words do. */
const help = `LightNode executor ${lightnodeExecutorVersion}

  setup                 four steps: machine, key and secret, configuration, connection
    --key exe_… --secret-stdin [--url https://…] [--no-start | --run]   the same for scripts
    --enrol-stdin [--as-new]                                           with a one-time token
  run                   obey the panel until Ctrl-C
  status [--json]       what the running executor says about itself
  doctor [--json]       look for what is in the way, and say what to do
  service install|uninstall [--user NAME] [--dry-run]   start with the machine
  version

  --home DIR            where it keeps its things (or LIGHTNODE_EXECUTOR_HOME)
  A certificate authority of your own: NODE_EXTRA_CA_CERTS=/path/ca.pem
`;

const commands: Record<string, (args: Arguments) => Promise<number>> = {
  async setup(args) {
    const home = openHome(textOption(args, "home"));
    const terminal = openTerminal();
    const shallRun = await setup(home, args, terminal).finally(() => terminal.close());
    return shallRun ? run(home, requireCredentials(home)) : 0;
  },
  async run(args) {
    const home = openHome(textOption(args, "home"));
    return run(home, requireCredentials(home));
  },
  async status(args) {
    const home = openHome(textOption(args, "home"));
    const status = readStatus(home);
    const runs = status !== null && isRunning(status.pid);
    if (args.options.has("json")) process.stdout.write(`${JSON.stringify({ running: runs, ...status })}\n`);
    else if (!status) process.stdout.write("It has not run yet. Start it with: run\n");
    else {
      const { name, executorId, connection, panel, configVersion, queueLength, at } = status;
      process.stdout.write(`${name} (${executorId}) ${runs ? "runs" : "does not run"}\n`);
      process.stdout.write(`  connection     ${connection}, the panel ${panel}\n  configuration  ${configVersion}\n`);
      process.stdout.write(`  waiting        ${queueLength} commands\n  last word      ${at}\n`);
      if (status.clock) process.stdout.write(`  clock          ${status.clock}\n`);
    }
    return runs ? 0 : exitCodes.failed;
  },
  async doctor(args) {
    const home = openHome(textOption(args, "home"));
    const findings = await examine(home, requireCredentials(home));
    if (args.options.has("json")) process.stdout.write(`${JSON.stringify(findings)}\n`);
    else {
      const marks = { ok: "✔", warning: "!", failed: "✖" };
      for (const { check, result, message } of findings)
        process.stdout.write(`${marks[result]} ${check.padEnd(14)} ${message}\n`);
    }
    return findings.some(({ result }) => result === "failed") ? exitCodes.failed : 0;
  },
  async service(args) {
    service(openHome(textOption(args, "home")), args, (text) => process.stdout.write(`${text}\n`));
    return 0;
  },
  async version() {
    process.stdout.write(`${lightnodeExecutorVersion}\n`);
    return 0;
  },
  async help() {
    process.stdout.write(help);
    return 0;
  },
};

/** What setup stored, or what was set by hand before there was a setup. */
function requireCredentials(home: Home): Credentials {
  const credentials = loadCredentials(home) ?? readManualSettings(home).credentials;
  if (credentials) return credentials;
  throw new ProgramError(`${home.directory} has no key and secret.`, "Run setup first.", exitCodes.noCredentials);
}

try {
  requireNode();
  const args = parseArguments(process.argv.slice(2));
  const command = commands[args.command];
  if (!command) throw new ProgramError(`${args.command} is not known.`, "See: help", exitCodes.usage);
  process.exitCode = await command(args);
} catch (error) {
  process.stderr.write(`✖ ${explain(error)}\n`);
  process.exitCode = error instanceof ProgramError ? error.exitCode : exitCodes.failed;
}
// What is left open by now (a socket to the panel, a hidden prompt) must not keep it from ending.
process.exit();
