import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { say } from "./report.mjs";
import { run } from "./run.mjs";

const defaultSocket = "/var/run/docker.sock";

/** Whether an engine answers on the socket. */
export function engineAnswers(socketPath = defaultSocket) {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: "/_ping", timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on("error", () => resolve(false));
    call.on("timeout", () => call.destroy());
    call.end();
  });
}

const installCommand = "apt-get update && apt-get install -y --no-install-recommends docker.io iptables";

/**
 * A container engine on this machine: the one there is, or on Debian and Ubuntu as root one that is installed and
 * started here. Otherwise prints what to run; the panel still starts and shows the engine as unavailable.
 */
export async function ensureEngine(dataDir) {
  try {
    return await bringUpEngine(dataDir);
  } catch (error) {
    // The panel works without an engine, and its pages show that there is none.
    return `not reachable; servers wait until it is: ${error.message.split("\n")[0]}`;
  }
}

async function bringUpEngine(dataDir) {
  if (process.env.DOCKER_HOST) return `given by DOCKER_HOST`;
  if (await engineAnswers()) return "running";
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const debian = /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
  if (!debian || process.getuid?.() !== 0) {
    return `not reachable; servers wait until it is. As root, run:\n    ${debian ? installCommand : "install Docker Engine, see https://docs.docker.com/engine/install"}`;
  }
  const missing = !existsSync("/usr/sbin/dockerd") && !existsSync("/usr/bin/dockerd");
  if (missing) {
    say("  installing a container engine (Debian's docker.io) …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env });
    await run(
      "apt-get",
      ["-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", "docker.io", "iptables"],
      { env },
    );
  }
  await startEngine(dataDir);
  for (let waited = 0; waited < 30_000; waited += 100) {
    if (await engineAnswers()) return missing ? "installed and started" : "started";
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return `installed, but does not answer; see ${path.join(dataDir, "logs/dockerd.log")}`;
}

async function startEngine(dataDir) {
  if (existsSync("/run/systemd/system")) {
    await run("systemctl", ["enable", "--now", "docker"]);
    return;
  }
  // No service manager: the engine keeps running without the panel, as it would with one, so that games run while it
  // restarts.
  mkdirSync(path.join(dataDir, "logs"), { recursive: true });
  const log = openSync(path.join(dataDir, "logs/dockerd.log"), "a");
  const engine = spawn("dockerd", [], { detached: true, stdio: ["ignore", log, log] });
  engine.on("error", () => {});
  engine.unref();
}
