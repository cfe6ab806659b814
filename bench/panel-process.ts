import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../scripts/setup/postgres.mjs";
import { pause } from "./row";

/** The panel as `npm start` brings it up, on ports of its own, and a browser's way in. */
export const administrator = { email: "bench@example.net", password: "bench-bench-bench-bench" };

const root = process.env.LIGHTNODE_ROOT ?? ".";
// As it was before the shared panel's environment was taken over: no panel may start on another one's database.
const inherited = { ...process.env };

export type PanelProcess = {
  url: string;
  port: number;
  /** What it printed. */
  output(): string;
  /** Milliseconds from the start to the first answered request. */
  startMs: number;
  /** Environment of its web process, generated secrets included. */
  environment(): Record<string, string>;
  /** Process ids of web, worker and realtime. */
  pids(): Record<string, number>;
  /** Resolves when it answers: a bench before this one may have killed its web process. */
  untilReady(): Promise<void>;
  stop(): Promise<void>;
};

export async function startPanel(dataDir: string, overrides: Record<string, string> = {}): Promise<PanelProcess> {
  const [port, realtimePort] = [await freePort(0), await freePort(0)];
  const env = {
    ...inherited,
    DATA_DIR: dataDir,
    HOST: "127.0.0.1",
    PORT: String(port),
    REALTIME_PORT: String(realtimePort),
    NODE_BIND_ADDRESS: "127.0.0.1",
    PORT_RANGE_START: "30000",
    PORT_RANGE_END: "31999",
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
    DEFAULT_TEMPLATE: "sample-game",
    RATE_LIMIT_FACTOR: "1000000",
    LIGHTNODE_BENCH_BUILD: "true",
    SUPERVISOR_LONGEST_PAUSE_MS: "1000",
    LOG_LEVEL: "warn",
    ...overrides,
  };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs")], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const url = `http://localhost:${port}`;
  const untilReady = () => untilAnswers(`http://127.0.0.1:${port}/api/health`, child, () => text);
  await untilReady();
  const startMs = performance.now() - startedAt;
  const pids = () => childrenOf(child.pid ?? 0);
  const environment = () => environmentOf(pids().web ?? 0);
  return { url, port, output: () => text, startMs, environment, pids, untilReady, stop: () => stopped(child) };
}

async function untilAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 20) {
    if (child.exitCode !== null) throw new Error(`the panel did not start\n${output()}`);
    if ((await fetch(url).catch(() => null))?.status === 200) return;
    await pause(20);
  }
  child.kill("SIGTERM");
  throw new Error(`the panel does not answer\n${output()}`);
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("close", () => resolve());
    child.kill("SIGTERM");
  });
}

/** The panel's processes, by the name of the file they run. */
function childrenOf(parent: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/stat`, "utf8");
      const parentPid = Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
      const name = /dist\/(\w+)\.mjs/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1];
      if (parentPid === parent && name) found[name] = Number(pid);
    } catch {
      // Ended meanwhile.
    }
  }
  return found;
}

function environmentOf(pid: number): Record<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

/** Signs in as a browser does; the value of the Cookie header. */
export async function signIn(url: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(csrf), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, ...administrator, json: "true" }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session=")) throw new Error(`signing in failed: ${answer.status} ${await answer.text()}`);
  return cookie;
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
