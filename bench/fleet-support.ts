import type { Executor } from "./executor-program";
import type { BenchPanel } from "./panel";
import { pause } from "./row";

/** Makes many executors the way an owner does: a table, the worker, one download of the secrets. */
export async function createBatch(panel: BenchPanel, size: number): Promise<Executor[]> {
  const ask = (path: string, body?: object) =>
    fetch(`${panel.url}/api/executors/batch${path}`, {
      method: body ? "POST" : "GET",
      headers: panel.headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const csv = `name\n${Array.from({ length: size }, (_, n) => `Fleet ${n}\n`).join("")}`;
  const { id } = (await (await ask("", { csv })).json()) as { id: string };
  for (;;) {
    const batch = (await (await ask(`/${id}`)).json()) as { state: string; error: string | null };
    if (batch.state === "done") break;
    if (batch.state === "failed") throw new Error(`the batch failed: ${batch.error}`);
    await pause(250);
  }
  const table = await (await ask(`/${id}/download`, {})).text();
  const keys = table
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(","));
  const { rows } = await panel.pool.query<{ id: string; key: string }>("SELECT id, key_id AS key FROM executor");
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  return keys.map(([, key = "", secret = ""]) => ({ id: ids.get(key) ?? "", key, secret }));
}

/** Kills web and realtime; the supervisor brings them back. */
export async function restartWeb(panel: BenchPanel): Promise<void> {
  const { web, realtime } = panel.pids();
  for (const pid of [web, realtime]) if (pid !== undefined) process.kill(pid, "SIGKILL");
  for (;;) {
    const answer = await fetch(`${panel.url}/api/health`).catch(() => null);
    if (answer?.ok && panel.pids().web !== web) return;
    await pause(50);
  }
}
