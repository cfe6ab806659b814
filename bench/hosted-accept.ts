import { newId } from "@/lib/core/ids";
import { sealConnection } from "@/lib/hosted-services/providers/sealed-connection";
import { type BenchPanel, benchPanel, countStatements, withOnlyWeb } from "./panel";
import { absolute, median, type Row, relative, timeCalls } from "./row";

const callers = 8;
const perRound = 40;
const rounds = 8;

/** What customers create, with a body that is valid for a number, and a service that nothing listens at. */
const kinds = [
  {
    name: "database",
    provider: { kind: "postgresql", connection: { url: "postgresql://a:b@127.0.0.1:1/postgres" } },
    path: "databases",
    body: (n: number) => ({ name: `Bench ${n}` }),
  },
  {
    name: "zone",
    provider: {
      kind: "dns",
      connection: { apiUrl: "http://127.0.0.1:1", apiKey: "key", nameservers: ["ns1.example.net."] },
    },
    path: "dns-zones",
    body: (n: number) => ({ name: `bench-${n}.example.org` }),
  },
];

/** Accepting a database and a zone against one durable row through the same server; nothing is created at a provider. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const rows: Row[] = [];
  for (const kind of kinds) {
    await insertProvider(panel, kind.provider);
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

async function insertProvider(panel: BenchPanel, { kind, connection }: (typeof kinds)[number]["provider"]) {
  const id = newId("provider");
  const sealed = sealConnection(id, { ...connection, publicHost: "127.0.0.1", publicPort: 1 });
  const endpoints = JSON.stringify([{ name: "sql", protocol: "postgresql", host: "127.0.0.1", port: 1 }]);
  await panel.pool.query(
    "INSERT INTO hosted_provider (id, kind, name, connection_sealed, endpoints) VALUES ($1, $2, $1, $3, $4)",
    [id, kind, sealed, endpoints],
  );
}
