import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createExecutor, type Executor, headersOf, setUp } from "./executor-program";
import type { BenchPanel } from "./panel";
import { absolute, median, pause, type Row } from "./row";

const times = 60;

/**
 * From the call that gives a command to the executor's acknowledgement in the database, by both ways; and revocation.
 */
export async function commandLatency(panel: BenchPanel): Promise<Row[]> {
  const home = mkdtempSync(path.join(tmpdir(), "lightnode-executor-"));
  const [pushed, polled] = [await createExecutor(panel, "Pushed"), await createExecutor(panel, "Polled")];
  const program = await setUp(panel, pushed, home);
  const poller = longPoll(panel, polled);
  try {
    // The socket is up a moment after the first heartbeat.
    await pause(3_000);
    const overSocket = await measure(panel, pushed);
    const overPoll = await measure(panel, polled);
    return [
      absolute("executor.command_to_ack.socket.median", median(overSocket), "ms", { atMost: 50 }),
      absolute("executor.command_to_ack.long_poll.median", median(overPoll), "ms", { atMost: 150 }),
      ...(await revocation(panel, pushed, program.output)),
    ];
  } finally {
    poller.stop();
    await program.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(panel: BenchPanel, { id }: Executor): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < times; index++) {
    const startedAt = Date.now();
    const answer = await fetch(`${panel.url}/api/executors/${id}/commands`, {
      method: "POST",
      headers: panel.headers,
      body: JSON.stringify({ type: "ping" }),
    });
    if (answer.status !== 201) throw new Error(`a command answered ${answer.status} ${await answer.text()}`);
    const command = (await answer.json()) as { id: string };
    samples.push((await ackOf(panel, command.id)) - startedAt);
    await pause(20);
  }
  return samples;
}

async function ackOf({ pool }: BenchPanel, id: string): Promise<number> {
  for (let waited = 0; waited < 10_000; waited += 5) {
    const { rows } = await pool.query<{ at: number | null }>(
      "SELECT extract(epoch FROM acked_at)::float8 * 1000 AS at FROM executor_command WHERE id = $1",
      [id],
    );
    const at = rows[0]?.at;
    if (at) return at;
    await pause(5);
  }
  throw new Error("a command was not acknowledged within ten seconds");
}

/** A client as small as it can be, for a place where WebSockets are blocked. */
function longPoll(panel: BenchPanel, executor: Executor): { stop(): void } {
  const abort = new AbortController();
  const ask = (to: string, method = "GET") =>
    fetch(`${panel.url}/api/executor/commands${to}`, { method, headers: headersOf(executor), signal: abort.signal });
  const run = async () => {
    let after = 0;
    for (;;) {
      const answer = await ask(`?wait=25&after=${after}`);
      const { items } = (await answer.json()) as { items: { id: string; seq: number }[] };
      for (const { id, seq } of items) {
        after = seq;
        await ask(`/${id}/ack`, "POST");
      }
    }
  };
  void run().catch(() => {});
  return { stop: () => abort.abort() };
}

/** From the call that revokes until the program logs that it was disconnected. */
async function revocation(panel: BenchPanel, { id }: Executor, output: () => string): Promise<Row[]> {
  const startedAt = performance.now();
  const answer = await fetch(`${panel.url}/api/executors/${id}`, { method: "DELETE", headers: panel.headers });
  if (answer.status !== 204) throw new Error(`revoking answered ${answer.status}`);
  while (!/revoked/i.test(output())) {
    if (performance.now() - startedAt > 10_000) throw new Error(`the program did not notice\n${output()}`);
    await pause(5);
  }
  return [absolute("executor.revoke_to_disconnected", performance.now() - startedAt, "ms", { atMost: 1000 })];
}
