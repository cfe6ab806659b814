import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/** Starts killable workers. The bundle lies below node_modules, where its packages are found. */
export class WorkerProcesses {
  readonly #entry: string;
  readonly #bundle: string;

  /** `entry`: file in this folder. */
  constructor(entry = "killable-worker") {
    this.#entry = `lib/testing/processes/${entry}.ts`;
    this.#bundle = path.resolve(`node_modules/.cache/${entry}-${process.pid}.mjs`);
  }

  async prepare(): Promise<void> {
    mkdirSync(path.dirname(this.#bundle), { recursive: true });
    await build({
      entryPoints: [this.#entry],
      outfile: this.#bundle,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      alias: { "@": path.resolve(".") },
      logLevel: "error",
    });
  }

  dispose(): void {
    rmSync(this.#bundle, { force: true });
  }

  /** Resolves when the worker looks for runs; `killed` when it killed itself, and fails when it ended otherwise. */
  async start(point: object): Promise<{ killed: Promise<void> }> {
    const child = spawn(process.execPath, [this.#bundle], {
      env: { ...process.env, KILL_POINT: JSON.stringify(point) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const timer = setTimeout(() => child.kill("SIGTERM"), 30_000);
    const ended = new Promise<string>((resolve) => {
      child.on("exit", (code, signal) => {
        clearTimeout(timer);
        resolve(signal ?? String(code));
      });
    });
    const killed = ended.then((how) => {
      if (how !== "SIGKILL") throw new Error(`the worker was not killed but ended with ${how}`);
    });
    killed.catch(() => {});
    await Promise.race([new Promise((resolve) => child.once("message", resolve)), killed]);
    return { killed };
  }
}
