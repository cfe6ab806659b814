import { rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Check } from "../doctor/check";
import { checkPanelAndClock } from "../doctor/network-checks";
import { ensureHome, type Home } from "../home";
import { messageOf } from "../stop";
import { runningPid } from "../system/lock";

const neededNode = [22, 12] as const;
const neededBytes = 50 * 1024 * 1024;

/** Step 1: whether an executor can run here, and whether the panel is reachable. */
export async function checkMachine(home: Home, url: string): Promise<Check[]> {
  return [
    nodeCheck(process.versions.node),
    homeCheck(home),
    portCheck(),
    runCheck(home),
    ...(await checkPanelAndClock(new URL(url))),
  ];
}

/** Pure. */
export function nodeCheck(nodeVersion: string): Check {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  const isEnough = major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1]);
  if (isEnough) return { name: "Node", state: "ok", detail: nodeVersion };
  const cure = "Install Node 24 LTS from https://nodejs.org and run setup again.";
  return { name: "Node", state: "failed", detail: `${nodeVersion}; 22.12 or later is needed`, cure };
}

function homeCheck(home: Home): Check {
  const name = "State";
  try {
    ensureHome(home);
    const probe = path.join(home.directory, `.probe-${process.pid}`);
    writeFileSync(probe, "x", { mode: 0o600 });
    rmSync(probe);
    const { bavail, bsize } = statfsSync(home.directory);
    const free = bavail * bsize;
    if (free >= neededBytes)
      return { name, state: "ok", detail: `${home.directory} belongs to this user and is writable` };
    const detail = `${Math.floor(free / 1024 / 1024)} MB are free on the disk of ${home.directory}`;
    return { name, state: "warning", detail, cure: "Free disk space: the journal and the log need up to 50 MB." };
  } catch (error) {
    return { name, state: "failed", detail: messageOf(error), cure: "Use another directory: --home DIR." };
  }
}

function portCheck(): Check {
  return { name: "Ports", state: "ok", detail: "no open port is needed: the executor only makes outgoing connections" };
}

function runCheck(home: Home): Check {
  const pid = runningPid(home);
  if (pid === null) return { name: "Other runs", state: "ok", detail: "none" };
  const cure = "It keeps running and uses the new credentials automatically.";
  return { name: "Other runs", state: "warning", detail: `an executor runs here already (process ${pid})`, cure };
}
