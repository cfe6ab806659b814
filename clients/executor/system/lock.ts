import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Home } from "../home";
import { PlainError } from "../stop";
import { errorCode } from "./errno";
import { readJsonIfThere } from "./files";

const lockContent = z.object({ pid: z.number(), start: z.string().nullable().catch(null) });
type Holder = z.output<typeof lockContent>;

type Ask = (program: string, args: readonly string[]) => string;
const ask: Ask = (program, args) =>
  execFileSync(program, args, {
    encoding: "utf8",
    timeout: 15_000,
    windowsHide: true,
    stdio: ["ignore", "pipe", "ignore"],
    // What `ps` writes must not depend on who asks.
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });

/**
 * When a process started, as its system reports it: text that a later process with the same id does not have, whatever
 * became of the clock meanwhile. Null when it cannot be determined.
 */
export function startOf(pid: number, platform = process.platform, run = ask): string | null {
  try {
    if (platform === "win32") {
      const script = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`;
      return run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script]).trim() || null;
    }
    if (platform !== "linux") return run("ps", ["-o", "lstart=", "-p", String(pid)]).trim() || null;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; field 22 is the 20th behind it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== "EPERM") return false;
  }
  const now = start === null ? null : startOf(pid);
  // The start time of another user's process may be unreadable; refusing is better than running twice.
  return now === null || now === start;
}

/** The process that runs with this home; null when none does. */
export function runningPid(home: Home): number | null {
  const { data: holder } = lockContent.safeParse(readJsonIfThere(home.lock));
  return holder && isAlive(holder) ? holder.pid : null;
}

/** Locks the home for this process; the lock of a dead process is replaced. Returns the release function. */
export function takeLock(home: Home): () => void {
  const text = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(home.lock, text, { flag: "wx", mode: 0o600 });
      return () => rmSync(home.lock, { force: true });
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
    const pid = runningPid(home);
    if (pid !== null && pid !== process.pid) {
      throw new PlainError(
        `An executor runs with ${home.directory} already (process ${pid}). Stop it first, or give this one another --home. If that process is no executor, remove ${home.lock}.`,
      );
    }
    rmSync(home.lock, { force: true });
  }
  throw new PlainError(`${home.lock} cannot be taken. Try again.`);
}
