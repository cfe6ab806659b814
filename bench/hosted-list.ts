import { newId } from "@/lib/core/ids";
import { type BenchPanel, benchPanel, withOnlyWeb } from "./panel";
import { median, type Row, relative, timeCalls } from "./row";

const few = 100;
const lists = [
  { name: "database", path: "databases", many: 2_000, fill: fillDatabases },
  { name: "zone", path: "dns-zones", many: 10_000, fill: fillZones },
] as const;

/** A page of the list of many objects against the same page of few. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const rows: Row[] = [];
  for (const { name, path, many, fill } of lists) {
    const times: number[] = [];
    for (const count of [few, many]) {
      await fill(panel, count);
      await panel.pool.query("ANALYZE hosted_resource, hosted_database, dns_zone, dns_rrset");
      times.push(await withOnlyWeb(panel, () => timeList(panel, path)));
      await panel.pool.query("DELETE FROM hosted_resource");
      await panel.pool.query("DELETE FROM hosted_provider");
    }
    const [atFew = Number.NaN, atMany = Number.NaN] = times;
    rows.push(relative(`hosted.list.${name}_${many}`, atMany, "ms", atFew, { atMost: 1.2 }));
  }
  return rows;
}

async function timeList(panel: BenchPanel, path: string): Promise<number> {
  const list = async () => {
    const answer = await fetch(`${panel.url}/api/provisioning/${path}?limit=40`, { headers: panel.headers });
    const { items } = (await answer.json()) as { items: unknown[] };
    if (items.length !== 40) throw new Error(`the list has ${items.length} objects`);
  };
  await timeCalls(1, 60, list);
  return median((await timeCalls(1, 300, list)).latencies);
}

async function fillResources({ pool, userId }: BenchPanel, kind: string, count: number): Promise<void> {
  const id = newId("provider");
  const endpoints = JSON.stringify([{ name: "x", protocol: "x", host: "127.0.0.1", port: 1 }]);
  const provider =
    "INSERT INTO hosted_provider (id, kind, name, connection_sealed, endpoints) VALUES ($1, $2, $1, '', $3)";
  await pool.query(provider, [id, kind, endpoints]);
  await pool.query(
    `INSERT INTO hosted_resource (id, kind, owner_id, provider_id, name, object_name, status)
     SELECT $1 || lpad(i::text, 17, '0'), $2, $3, $4, 'Bench ' || i, 'bench' || i, 'active' FROM generate_series(1, $5::int) i`,
    [`${kind}_`, kind, userId, id, count],
  );
}

async function fillDatabases(panel: BenchPanel, count: number): Promise<void> {
  await fillResources(panel, "database", count);
  await panel.pool.query(
    `INSERT INTO hosted_database (id, role_name, password_sealed, connection_limit, max_size_mb)
     SELECT id, object_name, '', 20, 1024 FROM hosted_resource`,
  );
}

async function fillZones(panel: BenchPanel, count: number): Promise<void> {
  await fillResources(panel, "dns-zone", count);
  await panel.pool.query("INSERT INTO dns_zone (id, serial) SELECT id, 1 FROM hosted_resource");
  await panel.pool.query(
    `INSERT INTO dns_rrset (zone_id, name, type, source, ttl, values)
     SELECT id, object_name, 'A', 'customer', 300, ARRAY['192.0.2.1'] FROM hosted_resource`,
  );
}
