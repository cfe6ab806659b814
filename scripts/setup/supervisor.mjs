import { spawn } from "node:child_process";
import { fail, say } from "./report.mjs";

const firstPauseMs = 50;
const repeatedPauseMs = 500;
// A bench that kills processes two hundred times does not wait for each of them.
const longestPauseMs = Number(process.env.SUPERVISOR_LONGEST_PAUSE_MS) || 30_000;
export const steadyMs = 60_000;

/** Milliseconds before the next start: at once after the first failure, then 500 ms, doubled up to 30 s. */
export function pauseAfter(failures) {
  if (failures <= 1) return firstPauseMs;
  return Math.min(repeatedPauseMs * 2 ** (failures - 2), longestPauseMs);
}

/**
 * Keeps processes running: one that ends is started again, after repeated failures with a pause that doubles up to 30 s
 * and is reset after a minute without failure. `stop` sends SIGTERM to all and SIGKILL to what is left after nine
 * seconds.
 */
export class Supervisor {
  #processes = new Map();
  #stopping = false;

  start(name, command, args, options) {
    const item = { name, command, args, options, child: null, failures: 0, timer: null, ended: Promise.resolve() };
    this.#processes.set(name, item);
    this.#spawn(item);
  }

  pids() {
    return Object.fromEntries([...this.#processes.values()].map((item) => [item.name, item.child?.pid ?? null]));
  }

  #spawn(item) {
    const startedAt = Date.now();
    const { env, cwd } = item.options;
    // A process detects the end of its supervisor, of any kind, by the closed ipc pipe.
    const child = spawn(item.command, item.args, {
      cwd,
      env: { ...env, LIGHTNODE_SUPERVISED: "1" },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    item.child = child;
    item.ended = new Promise((resolve) => {
      child.on("error", (error) => fail(`${item.name}: ${error.message}`));
      child.on("close", (code, signal) => {
        item.child = null;
        resolve();
        if (this.#stopping) return;
        item.failures = Date.now() - startedAt > steadyMs ? 1 : item.failures + 1;
        const pause = pauseAfter(item.failures);
        say(`! ${item.name} ended (${signal ?? code}); it is started again in ${pause / 1000} s`);
        item.timer = setTimeout(() => this.#spawn(item), pause);
      });
    });
  }

  async stop() {
    this.#stopping = true;
    for (const { child, timer } of this.#processes.values()) {
      clearTimeout(timer);
      child?.kill("SIGTERM");
    }
    const hard = setTimeout(() => {
      for (const { child } of this.#processes.values()) child?.kill("SIGKILL");
    }, 9_000);
    await Promise.all([...this.#processes.values()].map((item) => item.ended));
    clearTimeout(hard);
  }
}
