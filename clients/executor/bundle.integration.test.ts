import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Reply } from "zeromq";
import { FakePanel, sampleKey, sampleSecret, signedCommand, until } from "./testing/fake-panel";

/** The program as customers get it: one file in an empty directory, without node_modules. */
const directory = mkdtempSync(path.join(os.tmpdir(), "bundle-"));
const program = path.join(directory, "lightnode-executor.mjs");
const home = path.join(directory, "home");
const started: ChildProcess[] = [];
let panel: FakePanel;

beforeAll(async () => {
  const built = path.join(directory, "built.mjs");
  const { buildExecutor } = await import("../../scripts/setup/build-executor.mjs");
  expect(await buildExecutor({ outFile: built })).toBe("built");
  expect(await buildExecutor({ outFile: built })).toBe("up to date");
  copyFileSync(built, program);
  panel = await new FakePanel().start();
});
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await panel.stop();
});

function start(args: string[], input = "", more: Record<string, string> = {}) {
  const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, ...more };
  const child = spawn(process.execPath, [program, ...args, "--home", home], { cwd: directory, env });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, ended, output: () => output };
}

describe("the bundle", { timeout: 60_000 }, () => {
  it("needs nothing but Node, and knows its version", async () => {
    const { ended, output } = start(["version"]);
    expect(await ended).toBe(0);
    expect(output()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(readFileSync(program, "utf8")).toMatch(/\blightnodeExecutorVersion\s*=\s*"\d/);
  });
  it("is set up with the address that the panel wrote into it, and runs", async () => {
    const text = readFileSync(program, "utf8");
    const line = `globalThis.lightnodePlatformUrl=${JSON.stringify(panel.url)};\n`;
    writeFileSync(program, text.replace("\n", `\n${line}`));
    const { child, output } = start(["setup", "--key", sampleKey, "--secret-stdin", "--run"], `${sampleSecret}\n`);
    await until("online", () => output().includes("is active"));
    await bridgeOverNative();
    // The program counts a command once the panel has confirmed its result.
    const readStatus = async (): Promise<unknown> => {
      const status = start(["status", "--json"]);
      await status.ended;
      return JSON.parse(status.output());
    };
    const done = { running: true, status: { state: "online", commandsDone: 1 } };
    await expect.poll(readStatus, { timeout: 10_000 }).toMatchObject(done);
    const rssMb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024;
    expect(rssMb).toBeLessThan(110);
    expect(output()).not.toContain(sampleSecret);
  });
  it("writes its library again when it was changed", async () => {
    const [hash = ""] = readdirSync(path.join(home, "native"));
    const library = path.join(home, "native", hash, "zeromq.node");
    writeFileSync(library, "something else");
    for (const child of started) child.kill("SIGKILL");
    const { ended, output, child } = start(["run"]);
    await until("online", () => output().includes("is active"));
    panel.commands = [signedCommand(panel.signer, { seq: 2, type: "bridge.send", payload: { message: "x" } })];
    await until("replaced", () => readFileSync(library).length > 100_000);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
  it("ends in order when its terminal is closed", async () => {
    const { ended, output, child } = start(["run"]);
    await until("online", () => output().includes("LightNode executor"));
    child.kill("SIGHUP");
    expect(await ended).toBe(0);
    expect(readdirSync(home)).not.toContain("run.lock");
  });
  it("is examined by its doctor", async () => {
    const { ended, output } = start(["doctor", "--json"]);
    expect(await ended).toBe(0);
    const { checks } = JSON.parse(output()) as { checks: { name: string; state: string }[] };
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ DNS: "ok", TCP: "ok", Panel: "ok", Clock: "ok", Configuration: "ok" });
    expect(states).toMatchObject({ "Long poll": "ok", WebSocket: "warning", ZeroMQ: "warning" });
  });
  it("shows the unit it would install", async () => {
    const { ended, output } = start(["service", "install", "--dry-run"]);
    expect(await ended).toBe(0);
    expect(output()).toContain(`run --home "${home}"`);
  });
});

async function bridgeOverNative(): Promise<void> {
  const peer = new Reply({ linger: 0 });
  await peer.bind("tcp://127.0.0.1:5999");
  panel.commands = [signedCommand(panel.signer, { seq: 1, type: "bridge.send", payload: { message: "hello" } })];
  const [message] = await peer.receive();
  await peer.send(`re:${message}`);
  await until("the result", () => panel.results.has("cmd_1"), 10_000);
  expect(panel.results.get("cmd_1")).toEqual([{ status: "done", output: { reply: "re:hello" } }]);
  peer.close();
}
