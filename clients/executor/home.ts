import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { ProgramError } from "./program-error";

/** The folder that everything of one executor lives in; only its user may look into it. */
export type Home = {
  directory: string;
  file(name: string): string;
};

export function openHome(wanted: string | undefined, env: NodeJS.ProcessEnv = process.env): Home {
  const directory = path.resolve(wanted ?? env.LIGHTNODE_EXECUTOR_HOME ?? defaultDirectory(env));
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (process.platform !== "win32") chmodSync(directory, 0o700);
  } catch (error) {
    throw new ProgramError(
      `The folder ${directory} cannot be used (${(error as Error).message}).`,
      "Choose another one with --home, or run this as the user it belongs to.",
    );
  }
  return { directory, file: (name) => path.join(directory, name) };
}

function defaultDirectory(env: NodeJS.ProcessEnv): string {
  if (process.platform === "win32") return path.join(env.ProgramData ?? "C:\\ProgramData", "LightNode", "executor");
  return process.getuid?.() === 0 ? "/var/lib/lightnode-executor" : path.join(homedir(), ".lightnode-executor");
}

/** Whole or not at all, for its user only. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.new`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  renameSync(temporary, file);
}

export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** One run per home. Returns what lets go of it; a lock whose process is gone is taken over. */
export function lockHome(home: Home): () => void {
  const file = home.file("run.lock");
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const descriptor = openSync(file, "wx", 0o600);
      writeSync(descriptor, String(process.pid));
      closeSync(descriptor);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(readIfThere(file));
      if (isRunning(holder)) {
        throw new ProgramError(
          `This executor runs already (process ${holder}).`,
          "Stop that one first, or give this one a folder of its own with --home.",
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new ProgramError(`The lock ${file} cannot be taken.`, "Remove it when nothing runs.");
}

/** Whether the process is there and is one of ours: numbers are used again after a restart of the machine. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  if (process.platform !== "linux") return true;
  return readIfThere(`/proc/${pid}/cmdline`)?.includes("executor") ?? false;
}
