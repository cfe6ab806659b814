import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Reply } from "zeromq";
import { freePort } from "../scripts/setup/postgres.mjs";
import { createExecutor, type Executor, fetchProgram, programArguments } from "./executor-program";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, pause, type Row } from "./row";

const kills = Number(process.env.BENCH_KILLS ?? 200);
const victims = ["executor", "web", "executor", "realtime", "executor", "worker"] as const;

/**
 * Commands to the ZeroMQ side while panel, worker, realtime server and executor are killed two hundred times. Each
 * message carries a number; the other side counts what reached it.
 */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const port = await freePort(0);
  const executor = await createExecutor(panel, "Faults", { zmqPort: port, heartbeatIntervalMs: 5_000 });
  const home = mkdtempSync(path.join(tmpdir(), "lightnode-executor-"));
  const peer = await startPeer(port);
  const program = await Program.start(panel, executor, home);
  try {
    const giving = giveCommands(panel, executor);
    for (let n = 0; n < kills; n++) {
      await pause(100 + Math.random() * 900);
      const victim = victims[n % victims.length] ?? "executor";
      if (victim === "executor") program.kill();
      else killProcess(panel, victim);
    }
    const given = await giving.stop();
    await settled(panel, executor);
    return await judge(panel, executor, { given, reached: peer.counts, killed: program.kills });
  } finally {
    await program.stop();
    peer.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function killProcess(panel: BenchPanel, name: string): void {
  const pid = panel.pids()[name];
  if (pid !== undefined) process.kill(pid, "SIGKILL");
}

/** The other side of the bridge: answers everything, and counts. */
async function startPeer(port: number): Promise<{ counts: Map<string, number>; stop(): void }> {
  const counts = new Map<string, number>();
  const socket = new Reply();
  await socket.bind(`tcp://127.0.0.1:${port}`);
  const serve = async () => {
    for await (const [message] of socket) {
      const text = String(message);
      counts.set(text, (counts.get(text) ?? 0) + 1);
      await socket.send(`got ${text}`);
    }
  };
  void serve().catch(() => {});
  return { counts, stop: () => socket.close() };
}

/** The real program, restarted at once whenever it exits. */
class Program {
  kills = 0;
  #child: ChildProcess | null = null;
  #stopped = false;
  readonly #file: string;
  readonly #home: string;

  private constructor(file: string, home: string) {
    this.#file = file;
    this.#home = home;
  }

  static async start(panel: BenchPanel, executor: Executor, home: string): Promise<Program> {
    const file = await fetchProgram(panel, home);
    const setup = spawn(process.execPath, [file, ...programArguments(panel, executor, home), "--no-start"]);
    setup.stdin.end(`${executor.secret}\n`);
    const code = await new Promise((resolve) => setup.once("exit", resolve));
    if (code !== 0) throw new Error(`setup ended with ${code}`);
    const program = new Program(file, home);
    program.#spawn();
    return program;
  }

  #spawn(): void {
    if (this.#stopped) return;
    this.#child = spawn(process.execPath, [this.#file, "run", "--home", this.#home], { stdio: "ignore" });
    this.#child.once("exit", () => setTimeout(() => this.#spawn(), 100));
  }

  kill(): void {
    if (this.#child?.kill("SIGKILL")) this.kills++;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  }
}

/** Gives a command every 150 ms, as long as the panel accepts it; records the ids from the panel's answers. */
function giveCommands(panel: BenchPanel, { id }: Executor): { stop(): Promise<number> } {
  let going = true;
  let given = 0;
  const run = async () => {
    for (let n = 0; going; n++) {
      const body = JSON.stringify({ type: "bridge.send", payload: { message: `m-${n}` }, ttlSeconds: 3_600 });
      const answer = await fetch(`${panel.url}/api/executors/${id}/commands`, {
        method: "POST",
        headers: { ...panel.headers, "idempotency-key": `faults-${n}` },
        body,
      }).catch(() => null);
      if (answer?.status === 201) given++;
      await pause(150);
    }
  };
  const running = run();
  return {
    stop: async () => {
      going = false;
      await running;
      return given;
    },
  };
}

async function settled({ pool }: BenchPanel, { id }: Executor): Promise<void> {
  for (let waited = 0; waited < 300_000; waited += 500) {
    const { rows } = await pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM executor_command WHERE executor_id = $1 AND finished_at IS NULL",
      [id],
    );
    if (rows[0]?.n === 0) return;
    await pause(500);
  }
  throw new Error("commands are still open five minutes after the last kill");
}

type Outcome = { given: number; reached: Map<string, number>; killed: number };

async function judge(panel: BenchPanel, { id }: Executor, outcome: Outcome): Promise<Row[]> {
  const { rows } = await panel.pool.query<{ message: string; state: string; error: string | null }>(
    "SELECT payload->>'message' AS message, state, error FROM executor_command WHERE executor_id = $1",
    [id],
  );
  const times = (message: string) => outcome.reached.get(message) ?? 0;
  const twice = [...outcome.reached.values()].filter((count) => count > 1).length;
  const isInterrupted = ({ state, error }: (typeof rows)[number]) =>
    state === "failed" && /under way/.test(error ?? "");
  // Done but never received, or ended without its result and without a report that the program was killed during it.
  const lost = rows.filter((row) => (row.state === "done" ? times(row.message) === 0 : !isInterrupted(row)));
  for (const row of lost.slice(0, 10)) process.stderr.write(`lost: ${JSON.stringify(row)}\n`);
  return [
    absolute("faults.kills", kills, "", { atLeast: 200 }),
    absolute("faults.commands", rows.length, "", { atLeast: outcome.given }),
    absolute("faults.lost", lost.length, "", { atMost: 0 }),
    absolute("faults.executed_twice", twice, "", { atMost: 0 }),
    absolute("faults.interrupted_and_told_so", rows.filter(isInterrupted).length, "", { atMost: outcome.killed }),
  ];
}
