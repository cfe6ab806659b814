import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment, testVariables } from "@/lib/testing/environment";
import { freePortRange } from "@/lib/testing/free-port-range";
import { type Pgbouncer, startPgbouncer } from "@/lib/testing/processes/pgbouncer";
import { TestRedis } from "@/lib/testing/processes/redis";
import { until } from "@/lib/testing/until";
import { freePort } from "../../scripts/setup/postgres.mjs";
import { sweepEngine } from "../../scripts/setup/sweep-engine.mjs";

// One installation over three `npm start -- --only …`, as on three machines: two web and two worker processes and two
// realtime processes, behind PgBouncer and with Redis, on the real engine.
const root = path.resolve(import.meta.dirname, "../..");
const installationId = `scale-${process.pid}`;
const administrator = { email: "admin@example.net", password: "correct-horse-battery-staple" };
const folder = mkdtempSync(path.join(tmpdir(), "scale-out-"));

let environment: TestEnvironment;
let pooler: Pgbouncer;
let redis: TestRedis;
let shared: Record<string, string>;
type Machine = { child: ChildProcess; port: number; dataDir: string; output: () => string };
const machines: Machine[] = [];

async function startMachine(name: string, only: string): Promise<Machine> {
  const port = Number(await freePort(0));
  const dataDir = path.join(folder, name);
  const env = {
    ...process.env,
    ...shared,
    DATA_DIR: dataDir,
    PORT: String(port),
    REALTIME_PORT: String(await freePort(0)),
  };
  const args = [path.join(root, "scripts/start.mjs"), "--only", only];
  const child = spawn(process.execPath, args, { cwd: root, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const machine = { child, port, dataDir, output: () => output };
  machines.push(machine);
  await until(
    `${name} to run`,
    async () => {
      if (child.exitCode !== null) throw new Error(output);
      return output.includes("LightNode runs");
    },
    240_000,
  );
  return machine;
}

async function stopMachine({ child }: Machine): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "close");
}

let cookie = "";
async function call(machine: Machine, method: string, target: string, body?: unknown) {
  const answer = await fetch(`http://127.0.0.1:${machine.port}${target}`, {
    method,
    headers: { cookie, origin: shared.NEXTAUTH_URL ?? "", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const set = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  if (set.length > 0) cookie = set.join("; ");
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

const statusOf = async (machine: Machine, id: string) => (await call(machine, "GET", `/api/servers/${id}`)).body.status;
const untilOnline = (machine: Machine, id: string) =>
  until("the server", async () => (await statusOf(machine, id)) === "online", 60_000);
const create = async (machine: Machine, name: string): Promise<string> => {
  const { status, body } = await call(machine, "POST", "/api/servers", { name, memory: 1, diskSpace: 1 });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};

beforeAll(async () => {
  environment = await openTestEnvironment();
  pooler = await startPgbouncer(environment.databaseUrl, 20);
  redis = await TestRedis.start();
  const { portStart, portEnd } = await freePortRange(10);
  shared = {
    ...testVariables(pooler.url),
    NODE_ENV: "production",
    DATABASE_DIRECT_URL: environment.databaseUrl,
    REDIS_URL: redis.url,
    // The embedded realtime server, not a hosted one.
    NEXT_PUBLIC_PUSHER_KEY: "",
    PASSWORD_HASH_COST: "12",
    INSTALLATION_ID: installationId,
    DOCKER_HOST: "unix:///var/run/docker.sock",
    HOST: "127.0.0.1",
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
    PORT_RANGE_START: String(portStart),
    PORT_RANGE_END: String(portEnd),
    CUSTOMER_FIREWALL: "off",
    LOG_LEVEL: "warn",
  };
}, 60_000);
afterAll(async () => {
  await Promise.all(machines.map(stopMachine));
  await sweepEngine(installationId);
  pooler.stop();
  await redis.kill();
  await environment.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it("refuses a part of a panel without a database that all share", async () => {
  const env = { ...process.env, DATABASE_URL: "", DATA_DIR: path.join(folder, "refused") };
  const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs"), "--only", "web"], {
    cwd: root,
    env,
  });
  let output = "";
  child.stderr.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  expect(output).toContain("--only needs a database that all processes share");
});

it("works over two machines: what one begins the other shows, continues and ends", async () => {
  const first = await startMachine("first", "web,worker,realtime");
  const second = await startMachine("second", "web,worker");
  const { status } = await call(first, "POST", "/api/auth/sign-in", administrator);
  expect(status).toBe(200);
  const one = await create(first, "Made at the first");
  await untilOnline(second, one);

  // The second worker continues what the first one began.
  const two = await create(second, "Continued by the second");
  const workers = readFileSync(`/proc/${first.child.pid}/task/${first.child.pid}/children`, "utf8").trim().split(" ");
  const worker = workers.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dist/worker.mjs"));
  process.kill(Number(worker), "SIGKILL");
  await untilOnline(first, two);

  // A whole machine ends: the other one shows and does everything.
  await stopMachine(first);
  const { body } = await call(second, "GET", "/api/servers");
  expect(body.items.map(({ name }: { name: string }) => name).sort()).toEqual([
    "Continued by the second",
    "Made at the first",
  ]);
  for (const id of [one, two]) expect((await call(second, "DELETE", `/api/servers/${id}`)).status).toBe(202);
  await until("the deletions", async () => (await call(second, "GET", "/api/servers")).body.items.length === 0, 60_000);
  expect(second.output()).not.toMatch(/"level":[56]0/);
}, 300_000);
