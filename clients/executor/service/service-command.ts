import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Arguments } from "../command-line/arguments";
import { commandLine, typed } from "../command-line/command-words";
import { ensureHome, type Home, homeDirectory, homeOf, isClosedTo, serviceHome, serviceUser } from "../home";
import { exitCodes, PlainError } from "../stop";
import { type PowerShell, runPowerShell } from "../store/dpapi";
import { readIfThere } from "../system/files";
import { systemdUnit, unitQuoted } from "./systemd-unit";
import { foreignHomeScript, taskNameOf, windowsTaskScript } from "./windows-task";

type Names = { unit: string; unitFile: string; home: string };

/** Each instance of a machine has a unit and a home of its own. Pure. */
export function namesOf(instance: string | undefined): Names {
  const suffix = instance ? `-${instance}` : "";
  const unit = `lightnode-executor${suffix}.service`;
  return { unit, unitFile: `/etc/systemd/system/${unit}`, home: `${serviceHome}${suffix}` };
}

/** The home that was named, else the instance's own, else where this user's executor lies. */
function homeOfService({ home, instance }: Pick<Arguments, "home" | "instance">): Home {
  if (home === undefined && instance !== undefined) {
    const place = process.platform === "win32" ? `${homeDirectory(undefined)}-${instance}` : namesOf(instance).home;
    return homeOf(place);
  }
  return homeOf(homeDirectory(home));
}

type Chosen = Pick<Arguments, "instance" | "userName">;

/** The command that installs the service which these arguments mean, for a home. Pure for a given program. */
export function installCommand({ instance, userName }: Chosen, home: string): string {
  const named = instance === undefined ? [] : ["--instance", instance];
  const user = userName === undefined ? [] : ["--user-name", userName];
  return commandLine("service", "install", ...named, ...user, "--home", home);
}

/** Another executor's service is not replaced by this one. */
function refuseOtherHome(names: Names, home: Home, { userName }: Chosen): void {
  const unit = readIfThere(names.unitFile);
  if (unit === null || unit.includes(`--home ${unitQuoted(home.directory)}`)) return;
  throw new PlainError(
    `${names.unit} runs another executor of this machine. Give this one a name of its own:\n  ${installCommand({ instance: "NAME", userName }, home.directory)}`,
    exitCodes.usage,
  );
}

const say = (text: string) => process.stdout.write(`${text}\n`);

/** `service install`: what it writes and which command comes next; --dry-run only shows it. */
export async function installService(args: Arguments): Promise<number> {
  const home = homeOfService(args);
  const names = namesOf(args.instance);
  if (process.platform === "win32") return installOnWindows(home, args.dryRun, runPowerShell, args.instance);
  if (process.platform !== "linux")
    throw new PlainError(
      `Services are installed on Linux and Windows. Elsewhere use: ${commandLine("run", "--home", home.directory)}`,
    );
  const user = args.userName ?? serviceUser;
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(user)) throw new PlainError(`"${user}" is not a user's name.`, exitCodes.usage);
  refuseClosedHome(home.directory, user, args);
  const extraCa = process.env.NODE_EXTRA_CA_CERTS;
  const unit = systemdUnit({ node: process.execPath, program: home.program, home: home.directory, user, extraCa });
  if (args.dryRun) {
    say(`# ${names.unitFile}\n${unit}`);
    return exitCodes.ok;
  }
  if (!existsSync("/run/systemd/system")) {
    throw new PlainError(
      `This machine does not run systemd. Let its own supervisor run:\n  ${commandLine("run", "--home", home.directory)}\nand not start it again after exit codes 75 and 78.`,
    );
  }
  if (process.getuid?.() !== 0) throw new PlainError(`Run it as root: sudo ${installCommand(args, home.directory)}`);
  refuseOtherHome(names, home, args);
  installOnLinux(home, user, unit, names);
  return exitCodes.ok;
}

/** A service's user cannot access other users' homes, and changing the owner of a home would take it from its user. */
function refuseClosedHome(directory: string, user: string, chosen: Chosen): void {
  if (!isClosedTo(user, directory)) return;
  const place = namesOf(chosen.instance).home;
  throw new PlainError(
    `${directory} belongs to another user's home, which a service of the user ${user} cannot enter. Move it:\n  sudo mv ${typed(directory)} ${place}\n  sudo ${installCommand(chosen, place)}\nor, without a setup yet, run setup with sudo and --home ${place}. To run it as the home's own user, name that one with --user-name.`,
    exitCodes.usage,
  );
}

/** The program's own file, which a service keeps a copy of. */
function programFile(): string {
  return path.resolve(process.argv[1] ?? "");
}

function installOnLinux(home: Home, user: string, unit: string, { unit: unitName, unitFile }: Names): void {
  ensureHome(home);
  if (!hasUser(user)) {
    execFileSync("useradd", [
      "--system",
      "--home-dir",
      home.directory,
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      user,
    ]);
  }
  copyProgram(home);
  execFileSync("chown", ["-R", `${user}:`, home.directory]);
  writeFileSync(unitFile, unit, { mode: 0o644 });
  if (/^\/(root|home)\//.test(process.execPath)) {
    say(
      `Warning: ${process.execPath} may be closed to ${user}. Install Node for the whole machine if the service does not start.`,
    );
  }
  say(`Written: ${unitFile}, for the user ${user}.`);
  if (!existsSync(home.credentials)) say(`There are no credentials in ${home.directory} yet: run setup first.`);
  say(`Next: systemctl daemon-reload && systemctl enable --now ${unitName}`);
}

function hasUser(user: string): boolean {
  try {
    execFileSync("id", ["-u", user], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function copyProgram(home: Home): void {
  if (programFile() !== home.program) copyFileSync(programFile(), home.program);
}

/** Exported for its tests, which have no Windows. */
export async function installOnWindows(
  home: Home,
  isDryRun: boolean,
  run: PowerShell = runPowerShell,
  instance?: string,
): Promise<number> {
  const script = windowsTaskScript({ node: process.execPath, program: programFile(), home: home.directory, instance });
  if (isDryRun) {
    say(script);
    return exitCodes.ok;
  }
  ensureHome(home);
  // Checked before anything is written into it: its owner could change what an administrator is about to run.
  const foreign = (await run(foreignHomeScript(home.directory), "")).trim();
  if (foreign) throw new PlainError(`${foreign} Remove it, and run setup again as an administrator.`);
  const file = path.join(home.directory, "install-service.ps1");
  // With its mark, as Windows PowerShell 5.1 reads a file without it in the machine's old code page.
  writeFileSync(file, `\uFEFF${script}`);
  say(`Written: ${file}`);
  say(`Next, in a PowerShell of an administrator: powershell -ExecutionPolicy Bypass -File "${file}"`);
  return exitCodes.ok;
}

/** `service uninstall`: credentials and journal stay. */
export async function uninstallService({ dryRun, instance }: Arguments): Promise<number> {
  const { unit: unitName, unitFile } = namesOf(instance);
  if (process.platform === "win32") {
    say(
      `Next, in a PowerShell of an administrator: Unregister-ScheduledTask -TaskName '${taskNameOf(instance)}' -Confirm:$false`,
    );
    return exitCodes.ok;
  }
  if (!existsSync(unitFile)) {
    say("No service is installed.");
    return exitCodes.ok;
  }
  if (dryRun) {
    say(`Would stop ${unitName} and remove ${unitFile}.`);
    return exitCodes.ok;
  }
  if (process.getuid?.() !== 0) {
    const named = instance === undefined ? [] : ["--instance", instance];
    throw new PlainError(`Run it as root: sudo ${commandLine("service", "uninstall", ...named)}`);
  }
  execFileSync("systemctl", ["disable", "--now", unitName], { stdio: "ignore" });
  rmSync(unitFile, { force: true });
  execFileSync("systemctl", ["daemon-reload"], { stdio: "ignore" });
  say("The service is removed; credentials and journal stay in the home.");
  return exitCodes.ok;
}
