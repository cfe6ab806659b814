// Starts the server's programs and starts those again that end.
import { spawn, spawnSync } from "node:child_process";

const restartsAllowed = 5;
const windowMs = 60_000;

/** Runs a program to its end; what it wrote is in the error. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: "utf8", env: environment, ...options });
  if (result.status === 0) return result.stdout;
  throw new Error(`${program} ended with ${result.status ?? result.signal}: ${result.stdout} ${result.stderr}`);
}

export const environment = { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" };

export class Programs {
  #children = new Map();
  #stopping = false;
  #onHopeless;

  /** `onHopeless`: a program ended too often. */
  constructor(onHopeless) {
    this.#onHopeless = onHopeless;
  }

  /** `before` prepares each start; `onLine` gets what the program writes. */
  start(definition, ends = []) {
    const { name, program, args, options = {}, before = () => {}, onLine = () => {} } = definition;
    before();
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: environment, ...options });
    this.#children.set(name, child);
    for (const stream of [child.stdout, child.stderr])
      lines(stream, (line) => {
        console.log(`${name}: ${line}`);
        onLine(line);
      });
    child.on("error", (error) => console.log(`${name}: ${error.message}`));
    child.on("close", (code, signal) => {
      if (this.#stopping) return;
      console.log(`${name} ended with ${code ?? signal}`);
      const recent = [...ends.filter((at) => Date.now() - at < windowMs), Date.now()];
      if (recent.length > restartsAllowed) return this.#onHopeless(name);
      setTimeout(() => this.#stopping || this.start(definition, recent), 500 * recent.length);
    });
  }

  restart(name) {
    this.#children.get(name)?.kill("SIGTERM");
  }

  /** In the given order, each one to its end. */
  async stop(names) {
    this.#stopping = true;
    for (const [name, signal] of names) {
      const child = this.#children.get(name);
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill(signal);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10_000))]);
    }
  }
}

export function lines(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part !== "") onLine(part);
  });
}
