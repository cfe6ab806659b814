import { existsSync } from "node:fs";
import { bridgeAddress } from "../bridge/address";
import type { Arguments } from "../command-line/arguments";
import { commandLine, typed } from "../command-line/command-words";
import { runCommand } from "../command-line/run-command";
import { Terminal } from "../command-line/terminal";
import { type EffectiveConfig, effectiveConfig } from "../config/effective-config";
import { readManualSettings } from "../config/manual-settings";
import { type Check, checkText } from "../doctor/check";
import { checkZeromq } from "../doctor/network-checks";
import { checkHeartbeat, checkLongPoll, checkSocket } from "../doctor/panel-checks";
import { ensureHome, type Home, homeDirectory, homeOf, isClosedTo, serviceUser } from "../home";
import { chooseUrl, requireUrl } from "../identity";
import { installCommand, installService, namesOf } from "../service/service-command";
import { exitCodes, messageOf, PlainError } from "../stop";
import { runningPid } from "../system/lock";
import { keyProblem, secretProblem } from "../system/machine-secret";
import { checkMachine } from "./machine-check";
import { enrol, type Taken, takeCredentials } from "./take-credentials";

const attempts = 5;

/** `setup`: four steps with questions, or none with --secret-stdin or --enrol-stdin. */
export async function setupCommand(args: Arguments, terminal = new Terminal()): Promise<number> {
  const home = homeOf(homeDirectory(args.home));
  const url = requireUrl(chooseUrl(args.url, readManualSettings(home), undefined));
  try {
    const start =
      args.secretStdin || args.enrolStdin
        ? await scripted(home, url, args, terminal)
        : await asked(home, url, args, terminal);
    terminal.close();
    return start ? await runCommand({ home: home.directory, url: args.url }) : exitCodes.ok;
  } finally {
    terminal.close();
  }
}

/** Everything is given: no question, and with --run no test either, as the run itself is one. */
async function scripted(home: Home, url: string, args: Arguments, terminal: Terminal): Promise<boolean> {
  ensureHome(home);
  const first = await terminal.firstLine();
  const problem = args.secretStdin ? (keyProblem(args.key ?? "") ?? secretProblem(first, "exs_")) : null;
  if (problem) throw new PlainError(problem);
  const credentials = args.enrolStdin
    ? await enrol(url, first, { name: args.name, asNew: args.asNew })
    : { key: args.key ?? "", secret: first, url };
  const taken = await plainly(takeCredentials(home, credentials));
  terminal.say(`Set up as ${taken.config.name} (${credentials.key}), configuration ${taken.config.configVersion}.`);
  if (args.run) return !isRunning(home, terminal);
  const failed = (await testConnection(home, taken, terminal)).some(({ state }) => state === "failed");
  if (failed) throw new PlainError("The connection does not work yet; see above.");
  sayNext(home, args, terminal);
  return false;
}

async function asked(home: Home, url: string, args: Arguments, terminal: Terminal): Promise<boolean> {
  terminal.say(`LightNode executor: set-up in four steps, with ${url}.\n\nStep 1 of 4: this machine`);
  const checks = await checkMachine(home, url);
  for (const check of checks) terminal.say(checkText(check));
  if (checks.some(({ state }) => state === "failed"))
    throw new PlainError("Correct what failed, and run setup again. Nothing was changed.");
  terminal.say("\nStep 2 of 4: key and secret, from the panel under Executors");
  const taken = await askCredentials(home, url, args, terminal);
  terminal.say("\nStep 3 of 4: the configuration, from the panel; there is nothing to type");
  sayConfig(effectiveConfig(taken.config, readManualSettings(home)), terminal);
  terminal.say("\nStep 4 of 4: the connection");
  const tests = await testConnection(home, taken, terminal);
  if (tests.some(({ state }) => state === "failed")) {
    throw new PlainError(
      `The key and secret are stored, but the connection does not work yet; see above, then try: ${commandLine("doctor", "--home", home.directory)}`,
    );
  }
  if (isRunning(home, terminal)) return false;
  if (args.run) return true;
  if (!args.noStart && canInstallService() && (await isServiceWanted(terminal))) {
    await installService({ ...args, home: home.directory });
    return false;
  }
  const isWanted = !args.noStart && /^(|y|yes)$/i.test(await terminal.ask("\nStart it now? [Y/n] "));
  if (!isWanted) sayNext(home, args, terminal);
  return isWanted;
}

/** Whether the current user can install a service here. */
function canInstallService(): boolean {
  if (process.platform === "win32") return true;
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/run/systemd/system");
}

async function isServiceWanted(terminal: Terminal): Promise<boolean> {
  return /^(|y|yes)$/i.test(await terminal.ask("\nHave it start with this machine, as a service? [Y/n] "));
}

/** The form of both is checked before any call, so that a typing error is reported at once. */
async function askCredentials(home: Home, url: string, args: Arguments, terminal: Terminal): Promise<Taken> {
  let given = args.key;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const key = given ?? (await terminal.ask("  Key (exe_…): "));
    given = undefined;
    const wrongKey = keyProblem(key);
    if (wrongKey) {
      terminal.say(`  ${wrongKey}`);
      continue;
    }
    const secret = await terminal.askHidden("  Secret (exs_…, not shown): ");
    const wrongSecret = secretProblem(secret, "exs_");
    if (wrongSecret) {
      terminal.say(`  ${wrongSecret}`);
      given = key;
      continue;
    }
    try {
      return await takeCredentials(home, { key, secret, url });
    } catch (error) {
      terminal.say(`  ${messageOf(error)}`);
    }
  }
  throw new PlainError("It did not work five times. Nothing was changed; run setup again.");
}

function sayConfig(config: EffectiveConfig, terminal: Terminal): void {
  const byHand = (name: string) => (config.manual.includes(name) ? "  (set by hand)" : "");
  const socket = config.pusherHost
    ? `${config.pusherHost}:${config.pusherPort}`
    : `Pusher, cluster ${config.pusherCluster}`;
  const rows = [
    ["Name", config.name],
    ["Panel", config.platformUrl],
    ["Realtime", `${socket}${byHand("pusherCluster")}`],
    ["Heartbeat", `every ${config.heartbeatIntervalMs / 1_000} s${byHand("heartbeatIntervalMs")}`],
    ["Bridge", `${bridgeAddress(config.zmqHost, config.zmqPort)}${byHand("zmqHost") || byHand("zmqPort")}`],
    ["Commands", `signed by the panel (${config.signingKeys.map(({ id }) => id).join(", ")})`],
    ["Version", String(config.configVersion)],
  ];
  for (const [name = "", value] of rows) terminal.say(`  ${name.padEnd(11)}${value}`);
}

async function testConnection(home: Home, { client, config }: Taken, terminal: Terminal): Promise<Check[]> {
  const effective = effectiveConfig(config, readManualSettings(home));
  const isFree = runningPid(home) === null;
  const checks = await Promise.all([
    ...(isFree ? [checkHeartbeat(client, config.configVersion)] : []),
    checkSocket(client, effective),
    checkLongPoll(client),
    checkZeromq(effective.zmqHost, effective.zmqPort),
  ]);
  for (const check of checks) terminal.say(checkText(check));
  return checks;
}

function isRunning(home: Home, terminal: Terminal): boolean {
  const pid = runningPid(home);
  if (pid !== null)
    terminal.say(`\nThe executor that runs already (process ${pid}) uses the new credentials automatically.`);
  return pid !== null;
}

function sayNext(home: Home, args: Arguments, terminal: Terminal): void {
  const isClosed = process.platform === "linux" && isClosedTo(args.userName ?? serviceUser, home.directory);
  const sudo = process.platform === "linux" && process.getuid?.() !== 0 ? "sudo " : "";
  const place = isClosed ? namesOf(args.instance).home : home.directory;
  const move = isClosed ? `${sudo}mv ${typed(home.directory)} ${place} && ` : "";
  const service = `${move}${sudo}${installCommand(args, place)}`;
  terminal.say(`\nNext: ${commandLine("run", "--home", home.directory)}\nTo start with the machine: ${service}`);
}

async function plainly<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof PlainError ? error : new PlainError(messageOf(error));
  });
}
