import { spawn } from "node:child_process";
import { fail, say } from "../setup/report.mjs";

const firstPauseMs = 50;
const repeatedPauseMs = 500;
// A bench that kills processes two hundred times does not wait for each of them.
const longestPauseMs = Number(process.env.SUPERVISOR_LONGEST_PAUSE_MS) || 30_000;
export const steadyMs = 60_000;
/** A process that is replaced may answer its last requests for half a minute, and close its database connections. */
const drainMs = 45_000;
/** The first descriptor after the standard streams and the IPC channel. */
const firstPort = 4;

/** Milliseconds before the next start: at once after the first failure, then 500 ms, doubled up to 30 s. */
export function pauseAfter(failures) {
  if (failures <= 1) return firstPauseMs;
  return Math.min(repeatedPauseMs * 2 ** (failures - 2), longestPauseMs);
}

/**
 * Keeps processes running: one that ends is started again, after repeated failures with a pause that doubles up to 30 s
 * and is reset after a minute without failure. `replace` starts a second process of a name before the first one ends.
 * `stop` sends SIGTERM to all and SIGKILL to what is left after nine seconds.
 *
 * A launch is `{ command, args, cwd, env, listen? }`; `listen` has descriptors of bound ports, by the
 * name of the variable that holds their number in the process. Processes report `{ type: "ready" }` over their IPC channel when
 * they work, and finish their requests and end when they get `{ type: "drain" }`.
 */
export class Supervisor {
  #processes = new Map();
  /** Replaced processes that finish their last requests. */
  #leaving = new Set();
  #stopping = false;

  start(name, launch) {
    const item = newItem(name, launch);
    this.#processes.set(name, item);
    this.#spawn(item);
  }

  names() {
    return [...this.#processes.keys()];
  }

  launchOf(name) {
    return this.#processes.get(name)?.launch;
  }

  status() {
    return [...this.#processes.values()].map(({ name, child, startedAt, failures, launch, isReady }) => ({
      name,
      pid: child?.pid ?? null,
      startedAt: startedAt ? new Date(startedAt).toISOString() : null,
      failures,
      root: launch.cwd,
      ready: isReady,
    }));
  }

  /**
   * Starts a second process of this name, waits until it is ready, and lets the first one finish its requests. When the
   * second one ends, or is not ready in time, the first one stays and this throws.
   */
  async replace(name, launch = this.launchOf(name), readyWithinMs = 90_000) {
    const former = this.#processes.get(name);
    const next = { ...newItem(name, launch), isTrial: true };
    this.#spawn(next);
    const timer = new AbortController();
    const outcome = await Promise.race([
      next.ready.then(() => "ready"),
      next.ended.then(() => "it ended"),
      delay(readyWithinMs, timer.signal).then(() => `it was not ready within ${readyWithinMs / 1000} s`),
    ]);
    timer.abort();
    if (outcome !== "ready" || this.#stopping) {
      next.child?.kill("SIGKILL");
      await next.ended;
      throw new Error(`the new process ${name} was ended: ${this.#stopping ? "the panel stops" : outcome}`);
    }
    next.isTrial = false;
    this.#processes.set(name, next);
    if (former) this.#retire(former);
  }

  /** Resolves when no replaced process is left. */
  async settled() {
    await Promise.all([...this.#leaving].map((item) => item.ended));
  }

  #retire(item) {
    item.isRetired = true;
    clearTimeout(item.timer);
    if (!item.child) return;
    this.#leaving.add(item);
    if (item.child.connected) item.child.send({ type: "drain" });
    else item.child.kill("SIGTERM");
    const hard = setTimeout(() => item.child?.kill("SIGKILL"), drainMs);
    item.ended.then(() => {
      clearTimeout(hard);
      this.#leaving.delete(item);
    });
  }

  #spawn(item) {
    const { command, args, cwd, env, listen = {} } = item.launch;
    const ports = Object.entries(listen);
    const numbers = Object.fromEntries(ports.map(([name], index) => [name, String(firstPort + index)]));
    item.startedAt = Date.now();
    item.isReady = false;
    // A process detects the end of its supervisor, of any kind, by the closed ipc pipe.
    const child = spawn(command, args, {
      cwd,
      env: { ...env, LIGHTNODE_SUPERVISED: "1", ...numbers },
      stdio: ["ignore", "inherit", "inherit", "ipc", ...ports.map(([, descriptor]) => descriptor)],
    });
    item.child = child;
    item.ready = new Promise((resolve) => {
      child.on("message", (message) => {
        if (message?.type !== "ready") return;
        item.isReady = true;
        resolve();
      });
    });
    item.ended = new Promise((resolve) => {
      child.on("error", (error) => fail(`${item.name}: ${error.message}`));
      child.on("close", (code, signal) => {
        item.child = null;
        item.isReady = false;
        resolve();
        this.#startAgain(item, signal ?? code);
      });
    });
  }

  #startAgain(item, reason) {
    if (this.#stopping || item.isTrial || item.isRetired) return;
    item.failures = Date.now() - item.startedAt > steadyMs ? 1 : item.failures + 1;
    const pause = pauseAfter(item.failures);
    say(`! ${item.name} ended (${reason}); it is started again in ${pause / 1000} s`);
    item.timer = setTimeout(() => this.#spawn(item), pause);
  }

  async stop() {
    this.#stopping = true;
    const items = [...this.#processes.values(), ...this.#leaving];
    for (const { child, timer } of items) {
      clearTimeout(timer);
      child?.kill("SIGTERM");
    }
    const hard = setTimeout(() => {
      for (const { child } of items) child?.kill("SIGKILL");
    }, 9_000);
    await Promise.all(items.map((item) => item.ended));
    clearTimeout(hard);
  }
}

const newItem = (name, launch) => ({
  name,
  launch,
  child: null,
  failures: 0,
  timer: null,
  startedAt: null,
  isReady: false,
  isTrial: false,
  isRetired: false,
  ready: Promise.resolve(),
  ended: Promise.resolve(),
});

function delay(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
