import autocannon from "autocannon";
import { type BenchPanel, benchPanel, countStatements, forgetServers, withOnlyWeb } from "./panel";
import { absolute, median, type Row, relative, timeCalls } from "./row";

/** Reading the list of 40 servers, signed in, against the least that the same server can answer. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  await makeServers(panel, 40);
  const list = `${panel.url}/api/servers?limit=40`;
  const once = async (url: string) => {
    const answer = await fetch(url, { headers: panel.headers });
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    return answer.text();
  };
  const { items } = JSON.parse(await once(list)) as { items: unknown[] };
  if (items.length !== 40) throw new Error(`the list has ${items.length} servers`);
  return withOnlyWeb(panel, async () => {
    const rates = { list: [] as number[], bare: [] as number[] };
    for (let round = 0; round < 4; round++) {
      for (const kind of round % 2 === 0 ? (["list", "bare"] as const) : (["bare", "list"] as const)) {
        const rate = await load(kind === "list" ? list : `${panel.url}/api/bench/bare`, panel.headers);
        if (round >= 1) rates[kind].push(rate);
      }
    }
    const whole = await countStatements(panel, 20, () => timeCalls(1, 20, () => once(list)));
    await forgetServers(panel);
    return [
      relative("list.requests_per_second", median(rates.list), "1/s", median(rates.bare), { atLeast: 0.3 }),
      absolute("list.statements", whole.calls, "", { atMost: 5 }),
      // The list itself is one statement.
      absolute("list.statements_before_its_own", whole.calls - 1, "", { atMost: 2 }),
      absolute("list.database_time", whole.executionMs, "ms", { atMost: 20 }),
    ];
  });
}

async function load(url: string, headers: Record<string, string>): Promise<number> {
  const result = await autocannon({ url, headers, connections: 10, duration: 3 });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result.requests.average;
}

async function makeServers({ pool, userId }: BenchPanel, count: number): Promise<void> {
  await pool.query(
    `WITH w AS (
       INSERT INTO workload (id, kind, owner_id, name, region_id, memory_mb, disk_mb, cpu_milli, status, public_address,
                             main_port, holds_capacity)
       SELECT 'srv_bench' || lpad(i::text, 17, '0'), 'game-server', $1, 'Bench ' || i, r.id, 512, 1024, 1000, 'offline',
              '127.0.0.1', 25565 + i, false
       FROM generate_series(1, $2::int) i, (SELECT id FROM region LIMIT 1) r RETURNING id)
     INSERT INTO server (id, template_id, rcon_port) SELECT w.id, t.id, 25575 FROM w, (SELECT id FROM template LIMIT 1) t`,
    [userId, count],
  );
}
