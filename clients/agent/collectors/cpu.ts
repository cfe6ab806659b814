import { type Collector, growth, type Readings } from "./collector";
import { ProcFile } from "./proc-file";

/**
 * Shares of the time of all cores, from the first line of /proc/stat (proc(5)). `guest` is part of `user`. Waiting for disks
 * may go backwards, which counts as nothing; if another counter falls, cores were removed, and there is no value.
 */
type Times = { user: number; system: number; idle: number; iowait: number; steal: number };

/** Pure. */
export function readTimes(text: string): Times {
  const line = text.slice(0, text.indexOf("\n"));
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { user: user + nice, system: system + irq + softirq, idle, iowait, steal };
}

/** Pure. */
export function sharesOf(now: Times, before: Times | null): Readings {
  const user = growth(now.user, before?.user);
  const system = growth(now.system, before?.system);
  const steal = growth(now.steal, before?.steal);
  const none = { "cpu.percent": null, "cpu.user": null, "cpu.system": null, "cpu.iowait": null, "cpu.steal": null };
  if (before === null || user === null || system === null || steal === null) return none;
  const idle = Math.max(0, now.idle - before.idle);
  const iowait = Math.max(0, now.iowait - before.iowait);
  const total = user + system + steal + idle + iowait;
  if (total <= 0) return none;
  const percent = (part: number) => (100 * part) / total;
  return {
    "cpu.percent": percent(user + system + steal),
    "cpu.user": percent(user),
    "cpu.system": percent(system),
    "cpu.iowait": percent(iowait),
    "cpu.steal": percent(steal),
  };
}

export function cpuCollector(file = new ProcFile("/proc/stat")): Collector {
  let before: Times | null = null;
  return {
    name: "cpu",
    collect(elapsedMs) {
      const now = readTimes(file.read());
      const shares = sharesOf(now, elapsedMs === null ? null : before);
      before = now;
      return shares;
    },
  };
}
