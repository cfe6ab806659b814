import { database } from "@/lib/db/client";
import { sql, transaction } from "@/lib/db/transaction";
import { claimPort, freePorts } from "@/lib/nodes/ports/ports";
import { claimFreePort } from "@/lib/nodes/ports/ports.sql";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, median, type Row, relative, timeCalls } from "./row";

const small = { id: "adr_bench_small", rows: 436 };
const large = { id: "adr_bench_large", rows: 100_000 };
const server = "srv_bench";

/** Claiming a port: does it cost more in a large pool, and what does our way to it cost over the bare statement? */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  await makePools(panel);
  try {
    return [...(await bySize()), await throughput()];
  } finally {
    await panel.pool.query("DELETE FROM port WHERE address_id LIKE 'adr_bench%'");
    await panel.pool.query("DELETE FROM address WHERE id LIKE 'adr_bench%'");
    await panel.pool.query("DELETE FROM workload WHERE id = $1", [server]);
  }
}

async function makePools({ pool, userId }: BenchPanel): Promise<void> {
  for (const { id, rows } of [small, large]) {
    // Port numbers end at 65 535: both protocols, two addresses' worth of numbers in one pool.
    await pool.query(
      `INSERT INTO address (id, node_id, public_address, bind_address, port_start, port_end)
       SELECT $1, id, '192.0.2.1', '192.0.2.1', 1, 65535 FROM node LIMIT 1`,
      [id],
    );
    await pool.query(
      "INSERT INTO port (address_id, protocol, port) SELECT $1, CASE WHEN n <= 50000 THEN 'tcp' ELSE 'udp' END::port_protocol, CASE WHEN n <= 50000 THEN n ELSE n - 50000 END FROM generate_series(1, $2::int) n",
      [id, rows],
    );
  }
  await pool.query(
    `INSERT INTO workload (id, kind, owner_id, name, region_id, memory_mb, disk_mb, cpu_milli, status)
     SELECT $1, 'game-server', $2, 'bench', n.region_id, 1, 1, 1, 'offline' FROM node n LIMIT 1`,
    [server, userId],
  );
  await pool.query("VACUUM ANALYZE port");
}

const claimFrom = (addressId: string) =>
  claimPort(sql(), { addressId, protocol: "tcp", resourceId: server, name: "game" });

async function bySize(): Promise<Row[]> {
  const samples = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < 20; round++) {
    for (const kind of round % 2 === 0 ? (["small", "large"] as const) : (["large", "small"] as const)) {
      const { latencies } = await timeCalls(1, 100, () => claimFrom(kind === "small" ? small.id : large.id));
      if (round >= 2) samples[kind].push(...latencies);
    }
    await transaction((tx) => freePorts(tx, server));
  }
  return [
    relative("ports.claim.100000_rows", median(samples.large), "ms", median(samples.small), { atMost: 1.3 }),
    absolute("ports.claim.436_rows", median(samples.small), "ms", { atMost: 20 }),
  ];
}

async function throughput(): Promise<Row> {
  const rates = { ours: [] as number[], bare: [] as number[] };
  const bare = () =>
    database().pool.query({ name: "bench_claim", text: claimFreePort.text, values: [large.id, "tcp", server, "game"] });
  for (let round = 0; round < 10; round++) {
    for (const kind of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
      const { totalMs } = await timeCalls(8, 1000, () => (kind === "ours" ? claimFrom(large.id) : bare()));
      if (round >= 2) rates[kind].push(1_000_000 / totalMs);
      await transaction((tx) => freePorts(tx, server));
    }
  }
  return relative("ports.claims_per_second", median(rates.ours), "1/s", median(rates.bare), { atLeast: 0.6 });
}
