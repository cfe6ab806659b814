import { benchPanel, countStatements, createServer, forgetServers, withOnlyWeb } from "./panel";
import { absolute, median, percentile, type Row, relative, timeCalls } from "./row";

const callers = 8;
const perRound = 40;
const rounds = 8;

/** Accepting a server (checks, capacity, port, credentials, audit, run) against one durable row through the same server. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const bare = async () => {
    const answer = await fetch(`${panel.url}/api/bench/insert`, { method: "POST" });
    if (answer.status !== 201) throw new Error(`the bare insert answered ${answer.status}`);
    await answer.text();
  };
  const ours = (index: number) => createServer(panel, `Bench ${index}`);
  // The worker stands still: provisioning is another benchmark.
  return withOnlyWeb(panel, async () => {
    const samples = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const kind of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
        const { latencies } = await timeCalls(callers, perRound, kind === "ours" ? ours : bare);
        if (round >= 2) samples[kind].push(...latencies);
      }
    }
    const use = await countStatements(panel, 40, () => timeCalls(1, 40, ours));
    await forgetServers(panel);
    return [
      relative("accept.median", median(samples.ours), "ms", median(samples.bare), { atMost: 4 }),
      absolute("accept.p95", percentile(samples.ours, 0.95), "ms", { atMost: 400 }),
      absolute("accept.database_time", use.executionMs, "ms", { atMost: 10 }),
      absolute("accept.statements", use.calls, "", { atMost: 12 }),
    ];
  });
}
