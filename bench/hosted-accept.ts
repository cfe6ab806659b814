import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { benchPanel, countStatements, withOnlyWeb } from "./panel";
import { absolute, median, type Row, relative, timeCalls } from "./row";

const callers = 8;
const perRound = 40;
const rounds = 8;

/** What customers create, with a body that is valid for a number. */
const kinds = [
  { name: "database", provider: "postgresql", path: "databases", body: (n: number) => ({ name: `Bench ${n}` }) },
  { name: "zone", provider: "dns", path: "dns-zones", body: (n: number) => ({ name: `bench-${n}.example.org` }) },
];

/** Accepting a database and a zone against one durable row through the same server; nothing is created at a provider. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const rows: Row[] = [];
  for (const kind of kinds) {
    await makeProvider(kind.provider);
    let count = 0;
    const ours = () => post(`/api/provisioning/${kind.path}`, kind.body(++count));
    const bare = () => post("/api/bench/insert");
    rows.push(...(await withOnlyWeb(panel, () => compare(kind.name, ours, bare))));
    await panel.pool.query("DELETE FROM hosted_resource");
    await panel.pool.query("DELETE FROM hosted_provider");
    await panel.pool.query("DELETE FROM provisioning_run");
  }
  return rows;

  async function post(path: string, body?: object): Promise<void> {
    const init = { method: "POST", headers: panel.headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${panel.url}${path}`, init);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
    await answer.text();
  }

  async function compare(name: string, ours: () => Promise<void>, bare: () => Promise<void>): Promise<Row[]> {
    const samples = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const side of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
        const { latencies } = await timeCalls(callers, perRound, side === "ours" ? ours : bare);
        if (round >= 2) samples[side].push(...latencies);
      }
    }
    const use = await countStatements(panel, 40, () => timeCalls(1, 40, ours));
    return [
      relative(`hosted.accept.${name}`, median(samples.ours), "ms", median(samples.bare), { atMost: 4 }),
      absolute(`hosted.accept.${name}.statements`, use.calls, "", { atMost: 12 }),
    ];
  }
}
