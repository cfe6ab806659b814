import { homeDirectory, homeOf } from "../home";
import { readStatus, type Status } from "../run/status-file";
import { exitCodes } from "../stop";
import { runningPid } from "../system/lock";
import type { Arguments } from "./arguments";
import { commandLine } from "./command-words";

/** `status`: exit code 0 only when it runs and the panel answers. */
export async function statusCommand({ home: directory, json }: Arguments): Promise<number> {
  const home = homeOf(homeDirectory(directory));
  const pid = runningPid(home);
  const written = readStatus(home);
  const isCurrent = pid !== null && written?.pid === pid;
  const status = isCurrent ? written : null;
  const shown = json
    ? `${JSON.stringify({ running: pid !== null, pid, home: home.directory, ...(status ? { status } : { lastStatus: written }) }, null, 2)}\n`
    : statusText(pid, status, written, home.directory);
  process.stdout.write(shown);
  return status?.state === "online" ? exitCodes.ok : exitCodes.failed;
}

/** Pure. */
export function statusText(pid: number | null, status: Status | null, last: Status | null, home: string): string {
  if (pid === null) {
    const before = last ? `It was ${last.state} at ${last.writtenAt}${last.message ? `: ${last.message}` : "."}\n` : "";
    return `No executor runs with ${home}.\n${before}Start it: ${commandLine("run", "--home", home)}\n`;
  }
  if (!status) return `An executor runs with ${home} (process ${pid}) and has not written its state yet.\n`;
  const rows = [
    ["State", status.state + (status.message ? `: ${status.message}` : "")],
    ["Executor", `${status.name ?? "unknown"} (${status.key})`],
    ["Panel", status.url],
    ["Connection", status.connection],
    ["Configuration", status.configVersion === null ? "none yet" : `version ${status.configVersion}`],
    ["Set by hand", status.manual.join(", ") || "nothing"],
    ["Last heartbeat", status.lastHeartbeatAt ?? "none yet"],
    ["Waiting commands", String(status.queueLength)],
    ["Done / failed", `${status.commandsDone} / ${status.commandsFailed}`],
    ["Bridge", `${status.bridge ?? "none"}, ${status.bridgeConnected ? "connected" : "not connected"}`],
    ["Process", `${status.pid}, version ${status.version}, since ${status.startedAt}`],
  ];
  return rows.map(([name, value]) => `${name?.padEnd(18)}${value}\n`).join("");
}
