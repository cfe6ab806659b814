import { mkdtempSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Pool } from "pg";
import { startPostgres } from "../scripts/setup/postgres.mjs";
import { type PanelProcess, signIn, startPanel } from "./panel-process";

/** The one panel that the benchmarks of running things share, on a PostgreSQL that counts its statements. */
export type BenchPanel = PanelProcess & {
  pool: Pool;
  /** Headers of a signed-in page of the panel's own. */
  headers: Record<string, string>;
  userId: string;
};

let current: Promise<BenchPanel> | undefined;
const cleanups: (() => Promise<unknown> | unknown)[] = [];

/**
 * Signs in again for each bench: one that comes late would be asked to confirm by a session of more than ten minutes.
 */
export async function benchPanel(): Promise<BenchPanel> {
  current ??= start();
  const panel = await current;
  await panel.untilReady();
  panel.headers.cookie = await signIn(panel.url);
  return panel;
}

export async function closeBenchPanel(): Promise<void> {
  for (const cleanup of cleanups.reverse()) await cleanup();
}

async function start(): Promise<BenchPanel> {
  const directory = mkdtempSync(path.join(tmpdir(), "lightnode-bench-"));
  // PostgreSQL may run as another user, and has to get through.
  await chmod(directory, 0o755);
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  const settings = ["shared_preload_libraries=pg_stat_statements"];
  const postgres = await startPostgres({ directory, password: "bench", settings });
  cleanups.push(() => postgres.stop());
  const pool = new Pool({ connectionString: postgres.url, max: 16 });
  pool.on("error", () => {});
  cleanups.push(() => pool.end());
  await pool.query("CREATE EXTENSION pg_stat_statements");
  const panel = await startPanel(path.join(directory, "data"), { DATABASE_URL: postgres.url });
  cleanups.push(() => panel.stop());
  // What of the panel's code runs in this process sees the same database and secrets.
  Object.assign(process.env, panel.environment());
  const cookie = await signIn(panel.url);
  const headers = { cookie, "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM app_user LIMIT 1");
  await pool.query("UPDATE node SET memory_mb = 1000000000, cpu_milli = 1000000000, disk_mb = 1000000000");
  await pool.query(
    "UPDATE app_user SET max_servers = 1000000, max_memory_mb = 2000000000, max_cpu_milli = 2000000000, max_disk_mb = 2000000000",
  );
  return { ...panel, pool, headers, userId: rows[0]?.id ?? "" };
}

/** Runs `work` while everything but the web process stands still, so that only its own statements are counted. */
export async function withOnlyWeb<T>(panel: BenchPanel, work: () => Promise<T>): Promise<T> {
  const { web: _web, ...others } = panel.pids();
  for (const pid of Object.values(others)) process.kill(pid, "SIGSTOP");
  try {
    return await work();
  } finally {
    for (const pid of Object.values(others)) process.kill(pid, "SIGCONT");
  }
}

export type StatementUse = { calls: number; executionMs: number };

/** What PostgreSQL was asked, per call of `work`'s `times` calls. */
export async function countStatements(
  panel: BenchPanel,
  times: number,
  work: () => Promise<unknown>,
): Promise<StatementUse> {
  await panel.pool.query("SELECT pg_stat_statements_reset()");
  await work();
  const { rows } = await panel.pool.query<StatementUse>(
    `SELECT sum(calls)::float8 AS calls, sum(total_exec_time)::float8 AS "executionMs" FROM pg_stat_statements
     WHERE query NOT LIKE '%pg_stat_statements%'`,
  );
  return { calls: (rows[0]?.calls ?? 0) / times, executionMs: (rows[0]?.executionMs ?? 0) / times };
}

export async function createServer(panel: BenchPanel, name: string): Promise<string> {
  const body = JSON.stringify({ name, memory: 0.5, diskSpace: 1, cpu: 1 });
  const answer = await fetch(`${panel.url}/api/servers`, { method: "POST", headers: panel.headers, body });
  if (answer.status !== 201) throw new Error(`creating failed: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** Deletes servers that never reached the engine. */
export async function forgetServers(panel: BenchPanel): Promise<void> {
  await panel.pool.query("UPDATE port SET state = 'free', resource_id = NULL, name = NULL");
  await panel.pool.query("DELETE FROM workload");
  await panel.pool.query("UPDATE node SET reserved_memory_mb = 0, reserved_cpu_milli = 0, reserved_disk_mb = 0");
  await panel.pool.query("DELETE FROM idempotency_key");
}
