import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import autocannon from "autocannon";
import { commandLatency } from "./executor-commands";
import { createExecutor, type Executor, headersOf, setUp } from "./executor-program";
import { type BenchPanel, benchPanel, countStatements, withOnlyWeb } from "./panel";
import { absolute, median, pause, type Row, relative, timeCalls } from "./row";

/** What executors ask of the panel, and what the program asks of its machine. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const executors = await Promise.all(Array.from({ length: 10 }, (_, n) => createExecutor(panel, `Bench ${n}`)));
  const rows = await withOnlyWeb(panel, () => throughput(panel, executors));
  return [...rows, ...(await commandLatency(panel)), ...(await program(panel))];
}

type Load = { rate: number; p99: number };

async function throughput(panel: BenchPanel, executors: readonly Executor[]): Promise<Row[]> {
  const row = `${panel.url}/api/bench/row`;
  const kinds: Record<string, { work: () => Promise<Load>; bare: () => Promise<Load> }> = {
    config: {
      work: () => load({ url: `${panel.url}/api/executor/config` }, executors),
      bare: () => load({ url: row }),
    },
    auth: {
      work: () => load({ url: `${panel.url}/api/pusher/auth`, method: "POST" }, executors, true),
      bare: () => load({ url: row, method: "POST" }, executors, true),
    },
  };
  const rows: Row[] = [];
  for (const [name, { work, bare }] of Object.entries(kinds)) {
    const [own, base]: Load[][] = [[], []];
    for (let round = 0; round < 5; round++) {
      const pair = round % 2 === 0 ? [await work(), await bare()] : [await bare(), await work()].reverse();
      if (round === 0) continue;
      if (pair[0]) own?.push(pair[0]);
      if (pair[1]) base?.push(pair[1]);
    }
    const rate = (loads: Load[] = []) => median(loads.map((one) => one.rate));
    const p99 = (loads: Load[] = []) => median(loads.map((one) => one.p99));
    rows.push(relative(`executor.${name}_per_second`, rate(own), "1/s", rate(base), { atLeast: 0.7 }));
    if (name === "config") rows.push(relative("executor.config_p99", p99(own), "ms", p99(base), { atMost: 2 }));
  }
  const [one] = executors;
  if (!one) throw new Error("no executor");
  const ask = async () => (await fetch(`${panel.url}/api/executor/config`, { headers: headersOf(one) })).text();
  // The worker and the realtime server ask the database as well.
  const use = await withOnlyWeb(panel, () => countStatements(panel, 50, () => timeCalls(1, 50, ask)));
  return [...rows, absolute("executor.config_statements", use.calls, "", { atMost: 1.2 })];
}

async function load(
  target: { url: string; method?: "POST" },
  executors: readonly Executor[] = [],
  isAuth = false,
): Promise<Load> {
  const requests = executors.map((one) => ({
    headers: { ...headersOf(one), "content-type": "application/x-www-form-urlencoded" },
    ...(isAuth ? { body: `socket_id=123.456&channel_name=private-executor-${one.id}` } : {}),
  }));
  const result = await autocannon({
    ...target,
    connections: 10,
    duration: 3,
    ...(requests.length > 0 ? { requests } : {}),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${target.url}: ${result.non2xx} refusals, ${result.errors} errors`);
  }
  return { rate: result.requests.average, p99: result.latency.p99 };
}

/** From two fields to "online", and the memory of a program that has nothing to do. */
async function program(panel: BenchPanel): Promise<Row[]> {
  const setups: number[] = [];
  const home = mkdtempSync(path.join(tmpdir(), "lightnode-executor-"));
  try {
    for (let round = 0; round < 3; round++) {
      const one = await createExecutor(panel, `Setup ${round}`);
      const started = await setUp(panel, one, path.join(home, String(round)));
      setups.push(started.onlineMs);
      if (round < 2) await started.stop();
      else {
        await pause(15_000);
        const rows = [
          absolute("executor.setup_to_online", median(setups), "ms", { atMost: 5000 }),
          absolute("executor.idle_memory", residentMb(started.pid), "MB", { atMost: 80 }),
        ];
        await started.stop();
        return rows;
      }
    }
    return [];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}
