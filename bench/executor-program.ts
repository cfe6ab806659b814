import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BenchPanel } from "./panel";
import { pause } from "./row";

/** Executors of the bench's panel, and the program as the panel serves it. */
export type Executor = { id: string; key: string; secret: string };

export const headersOf = ({ key, secret }: Executor) => ({ "x-api-key": key, "x-api-secret": secret });

export async function createExecutor(panel: BenchPanel, name: string, overrides: object = {}): Promise<Executor> {
  const body = JSON.stringify({ name, overrides });
  const answer = await fetch(`${panel.url}/api/executors`, { method: "POST", headers: panel.headers, body });
  if (answer.status !== 201) throw new Error(`making an executor answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Executor;
}

export type RunningProgram = { pid: number; onlineMs: number; output(): string; stop(): Promise<void> };

/** Downloads the program from the panel into its home; returns the path of the file. */
export async function fetchProgram(panel: BenchPanel, home: string): Promise<string> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = path.join(home, "lightnode-executor.mjs");
  writeFileSync(file, await (await fetch(`${panel.url}/api/executor/program`)).text());
  return file;
}

export const programArguments = (panel: BenchPanel, executor: Executor, home: string): string[] => {
  return ["setup", "--key", executor.key, "--secret-stdin", "--home", home, "--url", panel.url];
};

/** Fetches the program, types key and secret, and waits until the panel shows it online. */
export async function setUp(panel: BenchPanel, executor: Executor, home: string): Promise<RunningProgram> {
  const file = await fetchProgram(panel, home);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [file, ...programArguments(panel, executor, home), "--run"], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  child.stdin.end(`${executor.secret}\n`);
  for (;;) {
    const answer = await fetch(`${panel.url}/api/executors/${executor.id}`, { headers: panel.headers });
    if (((await answer.json()) as { presence: string }).presence === "online") break;
    if (child.exitCode !== null) throw new Error(`the program ended\n${text}`);
    if (performance.now() - startedAt > 30_000) throw new Error(`the program is not online\n${text}`);
    await pause(20);
  }
  const onlineMs = performance.now() - startedAt;
  return { pid: child.pid ?? 0, onlineMs, output: () => text, stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
