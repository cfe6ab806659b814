import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as postMetrics } from "@/app/api/agent/metrics/route";
import { POST as postRegister } from "@/app/api/agent/register/route";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { until } from "@/lib/testing/until";

/** The program as machines get it: one file in an empty directory, against the panel's own routes. */
const directory = mkdtempSync(path.join(tmpdir(), "lightnode-agent-"));
const program = path.join(directory, "agent.mjs");
const home = path.join(directory, "home");
const started: ChildProcess[] = [];
let environment: TestEnvironment;
let panel: Server;
let url: string;
let cookie: string;

const handlers = { "/api/agent/metrics": postMetrics, "/api/agent/register": postRegister };

async function listen(port = 0): Promise<Server> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const handler = handlers[request.url as keyof typeof handlers];
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const body = new Uint8Array(Buffer.concat(parts));
    const made = new Request(`http://localhost:3000${request.url}`, { method: "POST", headers, body });
    const answer = await handler(made, { params: Promise.resolve({}) });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

beforeAll(async () => {
  const { buildAgent } = await import("../../scripts/setup/build-agent.mjs");
  const built = path.join(directory, "built.mjs");
  expect(await buildAgent({ outFile: built })).toBe("built");
  expect(await buildAgent({ outFile: built })).toBe("up to date");
  copyFileSync(built, program);
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser());
  panel = await listen();
  url = `http://127.0.0.1:${(panel.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  panel.close();
  panel.closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
  await environment.close();
});

function start(...args: string[]) {
  const env = { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV };
  const child = spawn(process.execPath, [program, ...args, "--home", home], { cwd: directory, env });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, ended, output: () => output };
}

const rows = async () => (await sql().rows("SELECT 1 FROM metric_raw")).length;
/** The slots of the samples that the agent keeps on its disk. */
function keptTimes(): number[] {
  const spool = JSON.parse(readFileSync(path.join(home, "spool.json"), "utf8")) as { rows: number[][] };
  return spool.rows.map(([at = 0]) => Math.floor(at / 10_000) * 10_000);
}
async function missing(times: readonly number[]): Promise<number> {
  const stored = await sql().rows<{ at: Date }>("SELECT at FROM metric_raw");
  const known = new Set(stored.map(({ at }) => at.getTime()));
  return times.filter((at) => !known.has(at)).length;
}
/** The agent's state, written a minute before at most. */
const answer = () =>
  existsSync(path.join(home, "status.json"))
    ? (JSON.parse(readFileSync(path.join(home, "status.json"), "utf8")) as { answer: string }).answer
    : null;

describe("the agent's program", { timeout: 360_000 }, () => {
  it("needs nothing but Node, and knows its version", async () => {
    const { ended, output } = start("version");
    expect(await ended).toBe(0);
    expect(output()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(readFileSync(program, "utf8")).toMatch(/\blightnodeAgentVersion\s*=\s*"\d/);
    const run = start("run");
    expect(await run.ended).toBe(64);
  });

  it("is enrolled, sends samples, keeps them while the panel is away, and ends when it is revoked", async () => {
    const enrolment = await callRoute(routes, { to: "POST /api/machines/enrolments", cookie, body: {} });
    const tokenFile = path.join(directory, "token");
    writeFileSync(tokenFile, `${enrolment.body.token}\n`);
    const enrolled = start("enroll", "--url", url, "--token-file", tokenFile);
    expect(await enrolled.ended, enrolled.output()).toBe(0);
    expect(enrolled.output()).not.toContain(String(enrolment.body.token));

    const first = start("run");
    await until("a sample", async () => (await rows()) > 0, 100_000);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);

    const { port } = panel.address() as AddressInfo;
    panel.close();
    panel.closeAllConnections();
    const second = start("run");
    await until("a failed call", async () => answer() === "retry", 110_000);
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
    expect(second.output()).toContain("Samples are kept.");
    expect(existsSync(path.join(home, "spool.json"))).toBe(true);
    const kept = keptTimes();
    expect(kept.length).toBeGreaterThan(0);
    panel = await listen(port);
    const third = start("run");
    await until("the kept samples", async () => (await missing(kept)) === 0, 110_000);
    // The program removes them once it has the answer, which comes after they are stored.
    await until("the kept samples to be removed", async () => !existsSync(path.join(home, "spool.json")), 10_000);
    third.child.kill("SIGTERM");
    await third.ended;

    const { items } = (await callRoute(routes, { to: "GET /api/machines", cookie })).body as {
      items: { id: string }[];
    };
    await callRoute(routes, { to: "POST /api/machines/[id]/revoke", cookie, params: { id: items[0]?.id ?? "" } });
    const refused = start("run");
    expect(await refused.ended).toBe(78);
  });
});
