import { type ChildProcess, spawn } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { listenerName } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment, testVariables } from "@/lib/testing/environment";
import { freePortRange } from "@/lib/testing/free-port-range";

// The real entry points, each in a process of its own. The web process listens only while an executor waits for commands.
const root = path.resolve(import.meta.dirname, "../..");
const kinds = ["realtime", "worker"];
// Below the project, so that its packages are found.
const bundles = path.join(root, `dist/listening-test-${process.pid}`);
const dataDir = mkdtempSync(path.join(tmpdir(), "lightnode-listening-"));
let environment: TestEnvironment;
let child: ChildProcess | null = null;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await build({
    entryPoints: kinds.map((kind) => path.join(root, `lib/bootstrap/${kind}.ts`)),
    outdir: bundles,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    jsx: "automatic",
    packages: "external",
    alias: { "@": root },
    logLevel: "silent",
  });
});
afterEach(async () => {
  const running = child;
  child = null;
  if (running?.exitCode !== null) return;
  const ended = new Promise((resolve) => running.once("close", resolve));
  running.kill("SIGTERM");
  await ended;
});
afterAll(async () => {
  for (const folder of [bundles, dataDir]) rmSync(folder, { recursive: true, force: true });
  await environment.close();
});

/** Starts a process and resolves when its log has the text. */
async function start(kind: string, ready: string): Promise<void> {
  const { portStart } = await freePortRange(1);
  const own = { LOG_LEVEL: "info", DATA_DIR: dataDir, HOST: "127.0.0.1", REALTIME_PORT: String(portStart) };
  const variables = { PATH: process.env.PATH, ...testVariables(environment.databaseUrl), ...own };
  const started = spawn(process.execPath, [path.join(bundles, `${kind}.mjs`)], {
    cwd: root,
    env: { ...variables, NODE_ENV: "production", PASSWORD_HASH_COST: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  let output = "";
  await new Promise<void>((resolve, reject) => {
    started.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.includes(ready)) resolve();
    });
    started.once("close", () => reject(new Error(`${kind} ended: ${output}`)));
  });
}

/** Connections of listeners, and any other whose last statement was LISTEN. */
const listening = async () => {
  const found = await sql().rows<{ count: string }>(
    `SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND (application_name = $1 OR query ILIKE 'listen %')`,
    [listenerName],
  );
  return Number(found[0]?.count);
};

it.each([
  ["realtime", "realtime: listening"],
  ["worker", "the worker is ready"],
])("%s receives all notices on one connection", async (kind, ready) => {
  await expect.poll(listening).toBe(0);
  await start(kind, ready);
  expect(await listening()).toBe(1);
});

it("no other module listens on a connection of its own", () => {
  const sources = globSync("{app,lib}/**/*.ts", { cwd: root }).filter((file) => !/generated|\.test\.ts$/.test(file));
  const listens = sources.filter((file) => /["'`]LISTEN /.test(readFileSync(path.join(root, file), "utf8")));
  expect(listens).toEqual(["lib/db/database-listener.ts"]);
});
