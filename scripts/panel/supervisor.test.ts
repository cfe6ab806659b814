import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { until } from "@/lib/testing/until";
import { bindPort } from "./listening.mjs";
import { Supervisor } from "./supervisor.mjs";

// Real processes on a real port: what is asserted is what callers see.
const server = `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  if (draining) response.setHeader("connection", "close");
  setTimeout(() => response.end(process.env.ANSWER), 5);
});
let draining = false;
process.on("message", ({ type }) => {
  if (type !== "drain") return;
  draining = true;
  process.getBuiltinModule("node:net").Server.prototype.close.call(server, () => process.exit(0));
  setTimeout(() => server.closeIdleConnections(), 1_000);
});
process.on("disconnect", () => process.exit(0));
if (process.env.ANSWER === "broken") process.exit(3);
if (process.env.ANSWER !== "silent")
  server.listen({ fd: Number(process.env.LIGHTNODE_LISTEN_FD) }, () => process.send({ type: "ready" }));
`;

let folder: string;
let supervisor: Supervisor;
let port: number;
let bound: { fd: number; close: () => void } | null;

const launch = (answer: string) => ({
  command: process.execPath,
  args: [path.join(folder, "server.mjs")],
  cwd: folder,
  env: { PATH: process.env.PATH, ANSWER: answer },
  listen: bound ? { LIGHTNODE_LISTEN_FD: bound.fd } : {},
});

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "supervisor-"));
  writeFileSync(path.join(folder, "server.mjs"), server);
  port = 20_000 + (process.pid % 9_000);
  bound = await bindPort("127.0.0.1", port);
  supervisor = new Supervisor();
  supervisor.start("web", launch("first"));
  await until("the first process", async () => (await ask(port)) === "first");
});
afterEach(async () => {
  await supervisor.stop();
  bound?.close();
  rmSync(folder, { recursive: true });
});

function ask(onPort: number, agent?: Agent): Promise<string> {
  return new Promise((resolve) => {
    const call = get({ host: "127.0.0.1", port: onPort, agent: agent ?? false }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve(body));
    });
    call.on("error", (error) => resolve(String(error)));
  });
}

it("replaces a process while 20 callers get an answer to every request", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const answers = new Map<string, number>();
  let calling = true;
  const callers = Array.from({ length: 20 }, async () => {
    while (calling) {
      const answer = await ask(port, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      await sleep(Math.random() * 20);
    }
  });
  await sleep(300);
  await supervisor.replace("web", launch("second"));
  await supervisor.settled();
  await sleep(300);
  calling = false;
  await Promise.all(callers);
  agent.destroy();
  expect([...answers.keys()].sort()).toEqual(["first", "second"]);
  expect(await ask(port)).toBe("second");
});

it.each([
  ["ends", "broken", "it ended"],
  ["is not ready in time", "silent", "it was not ready within 1 s"],
])("keeps the former process when the new one %s", async (_what, answer, reason) => {
  const [former] = supervisor.status();
  await expect(supervisor.replace("web", launch(answer), 1_000)).rejects.toThrow(reason);
  expect(supervisor.status()).toEqual([former]);
  expect(await ask(port)).toBe("first");
});

it("keeps connections waiting while a process that ended is started again", async () => {
  const pid = Number(supervisor.status()[0]?.pid);
  process.kill(pid, "SIGKILL");
  await until(
    "another process",
    async () => supervisor.status()[0]?.pid === null || supervisor.status()[0]?.pid !== pid,
  );
  expect(await ask(port)).toBe("first");
});
