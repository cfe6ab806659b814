import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { createBatch, restartWeb } from "./fleet-support";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, pause, percentile, type Row, relative } from "./row";

const size = 1_000;

type PageTime = { at: number; ms: number };
type Figures = { online: number; executed: number; twice: number; spread: number };

/**
 * A thousand executors with heartbeats at 30 s, one command each, while the panel restarts once; and a page meanwhile.
 */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const executors = await createBatch(panel, size);
  const quiet = await pageTimes(panel, within(30_000));
  const simulator = fork(path.join(import.meta.dirname, "fleet-simulator.mjs"), { stdio: "inherit" });
  const figures = () => ask(simulator);
  let isOver = false;
  try {
    simulator.send({ url: panel.url, executors });
    await until(async () => (await figures()).online === size, 120_000, "all connected");
    const pages = pageTimes(panel, () => isOver);
    // Each sends heartbeats meanwhile; the answers carry the size of the fleet.
    await pause(65_000);
    const { spread } = await figures();
    const sending = sendToAll(panel, executors);
    await pause(1_000);
    const restartedAt = performance.now();
    await restartWeb(panel);
    await until(async () => (await figures()).online === size, 120_000, "all back");
    const backMs = performance.now() - restartedAt;
    await sending;
    await until(async () => (await count(panel, "finished_at IS NULL")) === 0, 120_000, "every command done");
    isOver = true;
    const { executed, twice } = await figures();
    const given = await count(panel, "true");
    const meanwhile = await pages;
    const p99 = (some: readonly PageTime[]) =>
      percentile(
        some.map(({ ms }) => ms),
        0.99,
      );
    return [
      absolute("fleet.told_to_come_back_within", spread / 1000, "s", { atMost: 60 }),
      absolute("fleet.commands_given", given, "", { atLeast: size }),
      absolute("fleet.not_executed_exactly_once", given - (executed - twice), "", { atMost: 0 }),
      absolute("fleet.back_online", backMs / 1000, "s", { atMost: 60 }),
      // From the first heartbeat to the last executor that is back, the restart and its cold first pages included.
      relative("fleet.page_p99", p99(meanwhile), "ms", p99(quiet), { atMost: 2 }),
      absolute("fleet.page_p99.after_restart", p99(meanwhile.filter(({ at }) => at > restartedAt)), "ms", {
        atMost: 400,
      }),
      absolute("fleet.pages", meanwhile.length, "", { atLeast: 20 }),
    ];
  } finally {
    isOver = true;
    simulator.send("stop");
  }
}

function within(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() >= end;
}

function ask(simulator: ChildProcess): Promise<Figures> {
  return new Promise((resolve) => {
    simulator.once("message", (figures) => resolve(figures as Figures));
    simulator.send("figures");
  });
}

async function until(holds: () => Promise<boolean>, patienceMs: number, what: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${patienceMs / 1000} s`);
    await pause(100);
  }
}

async function sendToAll(panel: BenchPanel, executors: readonly { id: string }[]): Promise<void> {
  for (let from = 0; from < executors.length; from += 200) {
    const ids = executors.slice(from, from + 200).map(({ id }) => id);
    const body = JSON.stringify({ ids, action: { kind: "command", type: "ping", ttlSeconds: 600 } });
    for (;;) {
      const send = fetch(`${panel.url}/api/executors/bulk`, { method: "POST", headers: panel.headers, body });
      if ((await send.catch(() => null))?.ok) break;
      // The panel is unreachable for a moment. An interrupted call may have created its commands, which is harmless
      // here.
      await pause(500);
    }
  }
}

async function count({ pool }: BenchPanel, condition: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM executor_command c JOIN executor e ON e.id = c.executor_id
     WHERE e.name LIKE 'Fleet %' AND ${condition}`,
  );
  return rows[0]?.n ?? 0;
}

/** How long a page of the panel takes, requested repeatedly by one visitor; waits while the panel is unreachable. */
async function pageTimes(panel: BenchPanel, isOver: () => boolean): Promise<PageTime[]> {
  const times: PageTime[] = [];
  while (!isOver()) {
    const startedAt = performance.now();
    const answer = await fetch(`${panel.url}/servers`, { headers: panel.headers }).catch(() => null);
    await answer?.text().catch(() => "");
    if (answer?.status === 200) times.push({ at: startedAt, ms: performance.now() - startedAt });
    await pause(50);
  }
  return times;
}
