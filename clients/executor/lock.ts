import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { readJsonIfThere } from "./files";
import type { Home } from "./home";
import { PlainError } from "./stop";

type Holder = { pid: number; start: string | null };

/** When a process started, in ticks since boot: a number that a later process with the same id does not have. Linux only. */
function startOf(pid: number): string | null {
  try {
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
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return start === null || startOf(pid) === start;
}

/** The process that runs with this home; null when none does. */
export function runningPid(home: Home): number | null {
  const holder = readJsonIfThere(home.lock) as Holder | null;
  if (typeof holder?.pid !== "number") return null;
  return isAlive(holder) ? holder.pid : null;
}

/** Takes the home for this process; what a dead one left is taken over. Returns how to give it back. */
export function takeLock(home: Home): () => void {
  const text = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(home.lock, text, { flag: "wx", mode: 0o600 });
      return () => rmSync(home.lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const pid = runningPid(home);
    if (pid !== null && pid !== process.pid) {
      throw new PlainError(
        `An executor runs with ${home.directory} already (process ${pid}). Stop it first, or give this one another --home.`,
      );
    }
    rmSync(home.lock, { force: true });
  }
  throw new PlainError(`${home.lock} cannot be taken. Try again.`);
}
