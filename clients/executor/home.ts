import { execFileSync } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { messageOf, PlainError } from "./stop";
import { explainErrno } from "./system/errno";

/** Where an executor keeps everything it knows; one directory for each executor of a machine. */
export type Home = {
  directory: string;
  credentials: string;
  keyFile: string;
  config: string;
  status: string;
  lock: string;
  log: string;
  policy: string;
  manual: string;
  native: string;
  program: string;
};

type Surroundings = {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  isRoot: boolean;
  userHome: string;
};

const surroundings = (): Surroundings => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  userHome: os.homedir(),
});

/** Where a service's state belongs. */
export const serviceHome = "/var/lib/lightnode-executor";
export const serviceUser = "lightnode-executor";

/** `--home`, else LIGHTNODE_EXECUTOR_HOME, else the platform's place for state. Pure for given surroundings. */
export function homeDirectory(given: string | undefined, { platform, env, isRoot, userHome } = surroundings()): string {
  const chosen = given ?? env.LIGHTNODE_EXECUTOR_HOME;
  if (chosen) return path.resolve(chosen);
  if (platform === "win32") return path.win32.join(env.ProgramData ?? "C:\\ProgramData", "LightNode", "executor");
  return isRoot ? serviceHome : path.join(userHome, ".lightnode-executor");
}

/** Whether a directory lies in the home of another user than this. Pure. */
export function isClosedTo(user: string, directory: string): boolean {
  const [, top, owner] = path.posix.normalize(directory).split("/");
  if (top === "root") return user !== "root";
  return top === "home" && owner !== user;
}

export function homeOf(directory: string): Home {
  const file = (name: string) => path.join(directory, name);
  return {
    directory,
    credentials: file("credentials.json"),
    keyFile: file("secret.key"),
    config: file("config.json"),
    status: file("status.json"),
    lock: file("run.lock"),
    log: file("executor.log"),
    policy: file("policy.json"),
    manual: file(".env"),
    native: file("native"),
    program: file("lightnode-executor.mjs"),
  };
}

/** Makes the directory, for its owner alone. */
export function ensureHome(home: Home): void {
  try {
    const isNew = mkdirSync(home.directory, { recursive: true, mode: 0o700 }) !== undefined;
    accessSync(home.directory, constants.W_OK | constants.R_OK);
    if (process.platform === "win32") {
      if (isNew) closeToOthersOnWindows(home.directory);
    } else if ((statSync(home.directory).mode & 0o077) !== 0) chmodSync(home.directory, 0o700);
  } catch (cause) {
    const reason = explainErrno(cause, home.directory) ?? messageOf(cause);
    throw new PlainError(`The home cannot be used. ${reason}`);
  }
}

/**
 * DPAPI at machine scope decrypts for every user who can read the file: only the system, administrators and the owner
 * may.
 */
function closeToOthersOnWindows(directory: string): void {
  const grants = ["*S-1-5-18", "*S-1-5-32-544", os.userInfo().username].flatMap((who) => [
    "/grant:r",
    `${who}:(OI)(CI)F`,
  ]);
  execFileSync("icacls.exe", [directory, "/inheritance:r", ...grants], { stdio: "ignore", timeout: 15_000 });
}
