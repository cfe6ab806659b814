import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Reply } from "zeromq";
import { panelProcess } from "./panel-processes";
import { call, newPerson } from "./people";

/** The program as the panel serves it, against this panel and a real ZeroMQ peer in place of MT5. */
type Executor = { id: string; key: string; secret: string };
type Command = { id: string; seq: number; state: string; output: { reply?: string } | null; error: string | null };

let root: string;
let file: string;
let home: string;
let page: Page;
let executor: Executor;
let peer: Peer;
const children = new Set<ChildProcess>();

test.beforeAll(async ({ browser, baseURL }) => {
  root = mkdtempSync(path.join(tmpdir(), "lightnode-program-"));
  file = path.join(root, "lightnode-executor.mjs");
  const answer = await fetch(`${baseURL}/api/executor/program`);
  const text = await answer.text();
  expect(answer.headers.get("x-sha256")).toBe(createHash("sha256").update(text).digest("hex"));
  expect(text).toContain(JSON.stringify(baseURL));
  writeFileSync(file, text);
  ({ page } = await newPerson(browser, "Trader"));
  peer = await Peer.start();
});
test.beforeEach(async () => {
  home = path.join(root, `home-${Math.random().toString(36).slice(2)}`);
  mkdirSync(home, { mode: 0o700 });
  const overrides = { zmqPort: peer.port, heartbeatIntervalMs: 5_000 };
  executor = await (await call(page, "POST", "/api/executors", { name: "Bridge", overrides })).json();
});
test.afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});
test.afterAll(async () => {
  peer.stop();
  rmSync(root, { recursive: true, force: true });
});

class Peer {
  readonly counts = new Map<string, number>();
  port = 0;
  readonly #socket = new Reply();

  static async start(): Promise<Peer> {
    const peer = new Peer();
    await peer.#socket.bind("tcp://127.0.0.1:*");
    peer.port = Number(/:(\d+)$/.exec(peer.#socket.lastEndpoint ?? "")?.[1]);
    void peer.#serve().catch(() => {});
    return peer;
  }

  async #serve(): Promise<void> {
    for await (const [message] of this.#socket) {
      const text = String(message);
      this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
      if (text.startsWith("slow")) await new Promise((resolve) => setTimeout(resolve, 1_500));
      // As programs in C send it: with the terminating NUL of their strings.
      await this.#socket.send(text === "c-string" ? `got ${text}\0` : `got ${text}`);
    }
  }

  stop(): void {
    this.#socket.close();
  }
}

/** Starts the program and collects its output. */
function start(
  args: string[],
  input?: string,
): { child: ChildProcess; output(): string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [file, ...args, "--home", home], { stdio: ["pipe", "pipe", "pipe"] });
  children.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  if (input === undefined) child.stdin.end();
  else child.stdin.end(`${input}\n`);
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return { child, output: () => text, ended };
}

async function setUp(): Promise<void> {
  const setup = start(["setup", "--key", executor.key, "--secret-stdin", "--no-start"], executor.secret);
  expect(await setup.ended, setup.output()).toBe(0);
  expect(setup.output()).not.toContain(executor.secret);
}

const presence = async () => (await (await call(page, "GET", `/api/executors/${executor.id}`)).json()).presence;
const give = async (type: string, payload: object = {}): Promise<Command> =>
  (await call(page, "POST", `/api/executors/${executor.id}/commands`, { type, payload, ttlSeconds: 600 })).json();
const commands = async (): Promise<Command[]> =>
  (await (await call(page, "GET", `/api/executors/${executor.id}/commands?limit=100`)).json()).items;
const stateOf = async ({ id }: Command) => (await commands()).find((one) => one.id === id)?.state;

test("two fields by script, then online within seconds, and every kind of command is done", async () => {
  await setUp();
  for (const name of readdirSync(home)) {
    const kept = path.join(home, name);
    if (statSync(kept).isFile()) expect(readFileSync(kept).includes(executor.secret), name).toBe(false);
  }
  const run = start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const bridge = await give("bridge.send", { message: "hello" });
  const ended = await give("bridge.send", { message: "c-string" });
  const [ping, logs] = [await give("ping"), await give("collect-logs", { lines: 20 })];
  for (const one of [bridge, ended, ping, logs, await give("reload-config")]) {
    await expect.poll(() => stateOf(one), { timeout: 15_000 }).toBe("done");
  }
  const all = await commands();
  expect(all.find(({ id }) => id === bridge.id)?.output).toMatchObject({ reply: "got hello" });
  expect(all.find(({ id }) => id === ended.id)?.output).toMatchObject({ reply: "got c-string" });
  expect(JSON.stringify(all)).not.toContain(executor.secret);
  const status = start(["status", "--json"]);
  expect(await status.ended).toBe(0);
  expect(JSON.parse(status.output())).toMatchObject({
    running: true,
    status: { executorId: executor.id, state: "online", connection: "socket" },
  });
  const doctor = start(["doctor", "--json"]);
  expect(await doctor.ended, doctor.output()).toBe(0);
  run.child.kill("SIGTERM");
  expect(await run.ended).toBe(0);
});

test("the wizard asks for two fields only, and never shows the secret", async () => {
  const wizard = start(["setup"], `${executor.key}\n${executor.secret}\nn`);
  expect(await wizard.ended, wizard.output()).toBe(0);
  const output = wizard.output();
  for (const step of [
    "Step 1 of 4",
    "Step 2 of 4",
    "Step 3 of 4",
    "Step 4 of 4",
    "WebSocket: subscribed",
    "Start it now?",
  ]) {
    expect(output).toContain(step);
  }
  expect(output).not.toContain(executor.secret);
});

test("if WebSockets are blocked, commands come by long poll; settings made by hand override", async () => {
  await setUp();
  // An application id that the realtime server does not know.
  writeFileSync(path.join(home, ".env"), "PUSHER_KEY=nobody\n", { mode: 0o600 });
  const run = start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const [bridge, ping] = [await give("bridge.send", { message: `poll ${executor.id}` }), await give("ping")];
  for (const one of [bridge, ping]) await expect.poll(() => stateOf(one), { timeout: 20_000 }).toBe("done");
  expect(run.output()).not.toContain("The socket is open");
  const status = start(["status", "--json"]);
  await status.ended;
  expect(JSON.parse(status.output()).status.manual).toEqual(["pusherKey"]);
  expect(peer.counts.get(`poll ${executor.id}`)).toBe(1);
});

test("an enrolment link registers a machine as an executor, and the machine's own policy applies", async () => {
  const link = await (await call(page, "POST", "/api/executors/enrolments", { name: "Enrolled" })).json();
  const enrolled = start(["setup", "--enrol-stdin", "--no-start"], link.token);
  expect(await enrolled.ended, enrolled.output()).toBe(0);
  expect(enrolled.output()).not.toContain(link.token);
  const { items } = await (await call(page, "GET", "/api/executors?q=Enrolled")).json();
  executor = { ...items[0], secret: "" };
  writeFileSync(path.join(home, "policy.json"), '{"deny": ["bridge.send"]}');
  start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const one = await give("bridge.send", { message: `denied ${executor.id}` });
  await expect.poll(() => stateOf(one), { timeout: 15_000 }).toBe("failed");
  expect(peer.counts.has(`denied ${executor.id}`)).toBe(false);
});

test("a running command is cancelled, and a restart is done in place", async () => {
  await setUp();
  const run = start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const slow = await give("bridge.send", { message: `slow ${executor.id}` });
  await expect.poll(() => peer.counts.get(`slow ${executor.id}`), { timeout: 15_000 }).toBe(1);
  await call(page, "DELETE", `/api/executors/${executor.id}/commands/${slow.id}`);
  const restart = await give("restart");
  await expect.poll(() => stateOf(restart), { timeout: 15_000 }).toBe("done");
  expect(await stateOf(slow)).toBe("cancelled");
  const ping = await give("ping");
  await expect.poll(() => stateOf(ping), { timeout: 15_000 }).toBe("done");
  await expect.poll(() => run.output().match(/starts as/g)?.length).toBe(2);
  expect(run.child.exitCode).toBeNull();
});

test("wrong credentials are distinguished by their messages, and nothing is stored", async () => {
  const wrong = start(
    ["setup", "--key", executor.key, "--secret-stdin", "--no-start"],
    `${executor.secret.slice(0, -1)}!`,
  );
  expect(await wrong.ended).not.toBe(0);
  expect(wrong.output()).toMatch(/secret/i);
  const unknown = start(["setup", "--key", "exe_0000000000000000", "--secret-stdin", "--no-start"], executor.secret);
  expect(await unknown.ended).not.toBe(0);
  expect(unknown.output()).toMatch(/key/i);
  const run = start(["run"]);
  expect(await run.ended).not.toBe(0);
  expect(run.output()).toMatch(/setup/);
});

test("a configuration is applied live, and a rotated secret with overlap causes no interruption", async () => {
  await setUp();
  start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const change = { overrides: { zmqPort: peer.port, heartbeatIntervalMs: 6_000, features: { fast: true } } };
  await call(page, "PATCH", `/api/executors/${executor.id}`, change);
  const applied = async () => (await (await call(page, "GET", `/api/executors/${executor.id}`)).json()).appliedVersion;
  await expect.poll(applied, { timeout: 15_000 }).toBe(2);
  await call(page, "POST", `/api/executors/${executor.id}/rotate-secret`, { overlapMinutes: 60 });
  const one = await give("ping");
  await expect.poll(() => stateOf(one), { timeout: 15_000 }).toBe("done");
});

test("commands survive kills of the program, the panel and its realtime server, each done once", async () => {
  test.setTimeout(120_000);
  await setUp();
  let run = start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const given: Command[] = [];
  for (const [n, victim] of (["program", "web", "realtime", "worker", "program"] as const).entries()) {
    for (let m = 0; m < 3; m++) {
      await expect
        .poll(
          async () => {
            const one = await give("bridge.send", { message: `kill ${executor.id} ${n}.${m}` }).catch(() => null);
            if (one?.id) given.push(one);
            return Boolean(one?.id);
          },
          { timeout: 20_000 },
        )
        .toBe(true);
    }
    if (victim === "program") {
      run.child.kill("SIGKILL");
      await run.ended;
      run = start(["run"]);
    } else process.kill(panelProcess(victim), "SIGKILL");
  }
  const states = async () => {
    const all = await commands().catch(() => []);
    return given.map(({ id }) => all.find((one) => one.id === id)).map((one) => one?.state ?? "unknown");
  };
  const isOver = async () => (await states()).every((state) => state === "done" || state === "failed");
  await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
  const counts = [...peer.counts].filter(([message]) => message.includes(executor.id));
  expect(counts.filter(([, count]) => count > 1)).toEqual([]);
  for (const one of await commands()) {
    if (one.state === "failed") expect(one.error).toContain("under way");
  }
  expect(counts.length).toBeGreaterThanOrEqual((await states()).filter((state) => state === "done").length);
});

test("a copy that starts later replaces the older one, which stops", async () => {
  await setUp();
  const first = start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  const otherHome = `${home}-copy`;
  mkdirSync(otherHome, { mode: 0o700 });
  home = otherHome;
  await setUp();
  start(["run"]);
  expect(await first.ended).toBe(75);
  expect(first.output()).toMatch(/newer|took over/i);
  const one = await give("ping");
  await expect.poll(() => stateOf(one), { timeout: 15_000 }).toBe("done");
});

test("a revoked executor is disconnected within a second, wipes its credentials and stops", async () => {
  await setUp();
  const run = start(["run"]);
  await expect.poll(presence, { timeout: 10_000 }).toBe("online");
  await page.waitForTimeout(1_500);
  const startedAt = Date.now();
  await call(page, "DELETE", `/api/executors/${executor.id}`);
  expect(await run.ended).toBe(78);
  expect(Date.now() - startedAt).toBeLessThan(3_000);
  expect(run.output()).toMatch(/revoked/i);
  const again = start(["run"]);
  expect(await again.ended).not.toBe(0);
});
