import { gzipSync } from "node:zlib";
import autocannon from "autocannon";
import { systemActor } from "@/lib/access/actor";
import { encodeChunk } from "@/lib/monitoring/archive/chunk";
import { readChart } from "@/lib/monitoring/charts/read-chart";
import { fleetFilter } from "@/lib/monitoring/machines/contract";
import { listMachineRows } from "@/lib/monitoring/machines/machines.sql";
import { listMachines } from "@/lib/monitoring/machines/queries";
import { metricNames, metricsOf } from "@/lib/monitoring/metrics/contract";
import { storeSamples } from "@/lib/monitoring/samples/store-samples";
import { copyRows, fillHistory, samplesOfMachine } from "./monitoring-data";
import { type BenchPanel, benchPanel, withOnlyWeb } from "./panel";
import { absolute, median, type Row, relative, timeCalls } from "./row";

const hourMs = 3_600_000;
const batchRows = 1_000;
const samplesInPost = 60;

/** Storing samples, what they take on the disk, and the data of the pages, with ten and with a thousand machines. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  return [
    ...(await withOnlyWeb(panel, () => ingest(panel))),
    ...(await withOnlyWeb(panel, () => overHttp(panel))),
    bytesOfSamples(),
    ...(await withOnlyWeb(panel, () => pages(panel))),
  ];
}

/** Rows a second into the same table with the same key: our statement against COPY, in turns. */
async function ingest({ pool }: BenchPanel): Promise<Row[]> {
  const rates: { own: number[]; bare: number[] } = { own: [], bare: [] };
  const begin = Math.floor(Date.now() / hourMs) * hourMs;
  await pool.query("SELECT ensure_metric_partitions($1, $2)", [
    new Date(begin - hourMs),
    new Date(begin + 24 * hourMs),
  ]);
  const work = { own: storeSamples, bare: (rows: Parameters<typeof storeSamples>[0]) => copyRows(pool, rows) };
  for (let round = 0; round < 6; round++) {
    for (const name of round % 2 === 0 ? (["own", "bare"] as const) : (["bare", "own"] as const)) {
      await pool.query("TRUNCATE metric_raw, metric_latest, metric_open_hour");
      const batches = Array.from({ length: 60 }, (_, n) => batchOf(n, begin));
      const startedAt = performance.now();
      for (const batch of batches) await work[name](batch);
      if (round > 0) rates[name].push((batches.length * batchRows * 1000) / (performance.now() - startedAt));
    }
  }
  return [relative("monitoring.ingest_rows", median(rates.own), "1/s", median(rates.bare), { atLeast: 0.3 })];
}

/** What a minute of many agents looks like: six samples of each. */
function batchOf(n: number, begin: number) {
  return Array.from({ length: 167 }, (_, subject) => samplesOfMachine(subject + 1, begin + n * 60_000, 6))
    .flat()
    .slice(0, batchRows);
}

const httpAgents = 20;
/** Of one agent, without a gap: 33 hours, which are younger than the oldest sample that is stored. */
const postsOfAgent = 200;
const loadSeconds = 4;

/** Samples that were stored, each of them once: every post is sent once, and what is in the table counts. */
async function overHttp(panel: BenchPanel): Promise<Row[]> {
  const agents = await Promise.all(Array.from({ length: httpAgents }, (_, n) => enrol(panel, n)));
  const load = async (path: string, withToken: boolean) => {
    await panel.pool.query("TRUNCATE metric_raw, metric_open_hour");
    const posts = postsOf(agents, withToken);
    let next = 0;
    const setupRequest = (request: autocannon.Request) => {
      const post = posts[next++];
      if (!post) throw new Error(`${path}: all ${posts.length} posts were sent`);
      return { ...request, ...post };
    };
    const requests = [{ method: "POST" as const, path, setupRequest }];
    const result = await autocannon({ url: panel.url, connections: 10, duration: loadSeconds, requests });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${path}: ${result.non2xx} refusals, ${result.errors} errors`);
    const { rows } = await panel.pool.query<{ count: number }>("SELECT count(*)::int AS count FROM metric_raw");
    return (rows[0]?.count ?? 0) / result.duration;
  };
  const rates: { own: number[]; bare: number[] } = { own: [], bare: [] };
  for (let round = 0; round < 4; round++) {
    const own = await load("/api/agent/metrics", true);
    const bare = await load("/api/bench/samples", false);
    if (round === 0) continue;
    rates.own.push(own);
    rates.bare.push(bare);
  }
  return [
    relative("monitoring.http_samples", median(rates.own), "1/s", median(rates.bare), { atLeast: 0.7 }),
    absolute("monitoring.http_samples_alone", median(rates.own), "1/s", { atLeast: 20_000 }),
  ];
}

/** Of all agents in turns, as their panel gets them. */
function postsOf(agents: readonly Agent[], withToken: boolean) {
  const begin = Math.floor(Date.now() / 10_000) * 10_000 - 40 * hourMs;
  return Array.from({ length: postsOfAgent }, (_, n) =>
    agents.map((agent, place) => {
      const samples = samplesOfMachine(place + 1, begin + n * samplesInPost * 10_000, samplesInPost);
      const headers = {
        "content-type": "application/json",
        "content-encoding": "gzip",
        ...(withToken ? { authorization: `Bearer ${agent.token}` } : {}),
      };
      return { headers, body: gzipSync(JSON.stringify(bodyOf(agent, samples, withToken))) };
    }),
  ).flat();
}

type Agent = { fingerprint: string; token: string; subject: number };

async function enrol({ url, headers, pool }: BenchPanel, n: number): Promise<Agent> {
  const post = async (path: string, body: object) =>
    (await (await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json()) as Record<
      string,
      string
    >;
  const { token: enrolmentToken } = await post("/api/machines/enrolments", {});
  const fingerprint = `benchbench${n}`;
  const body = { enrolmentToken, hostname: `bench-${n}`, os: "Linux", version: "1", fingerprint };
  const { agentId = "", token = "" } = await post("/api/agent/register", body);
  const { rows } = await pool.query<{ id: number }>("SELECT subject_id AS id FROM machine WHERE id = $1", [agentId]);
  return { fingerprint, token, subject: rows[0]?.id ?? 0 };
}

const names = metricsOf("machine").map(({ name }) => name);

function bodyOf(agent: Agent, samples: ReturnType<typeof samplesOfMachine>, isReal: boolean) {
  const rows = samples.map(({ atMs, readings }) => [
    atMs,
    ...names.map((name) => Number((readings[metricNames.indexOf(name)] ?? 0).toPrecision(7))),
  ]);
  if (!isReal) return { subject: agent.subject, metrics: names, samples: rows };
  const facts = { protocol: 1, sentAt: Date.now(), bootId: "benchbench", version: "1" };
  return { ...facts, fingerprint: agent.fingerprint, metrics: names, samples: rows };
}

/** Of a chunk with every metric in it, with the row and its part of the index. */
function bytesOfSamples(): Row {
  const bytes = Array.from(
    { length: 20 },
    (_, n) => encodeChunk(samplesOfMachine(n + 1, 1_795_000_000_000, 360)).length,
  );
  // Tuple header, key, TOAST pointer and slices (four of 2 kB), index entry.
  const overhead = 24 + 12 + 18 + 4 * 36 + 24;
  return absolute("monitoring.bytes_per_sample", (median(bytes) + overhead) / 360, "B", { atMost: 26 });
}

async function pages({ pool, userId }: BenchPanel): Promise<Row[]> {
  const times = new Map<string, number[]>();
  const nowMs = Date.now();
  for (const machines of [10, 1_000]) {
    await pool.query(
      "TRUNCATE metric_raw, metric_chunk, metric_ten_minutes, metric_hour, metric_open_hour, metric_latest",
    );
    await pool.query("DELETE FROM metric_subject");
    const { rows } = await pool.query<{ id: number }>(
      `WITH made AS (INSERT INTO metric_subject (resource_id, kind)
         SELECT 'mch_bench' || lpad(i::text, 17, '0'), 'machine' FROM generate_series(1, $1::int) i RETURNING id, resource_id)
       INSERT INTO machine (id, owner_id, subject_id, name) SELECT resource_id, $2, id, 'Bench' FROM made RETURNING subject_id AS id`,
      [machines, userId],
    );
    const subjects = rows.map(({ id }) => id);
    await fillHistory(pool, subjects, nowMs);
    await pool.query(
      `INSERT INTO metric_latest (subject, at, received_at, skew_ms, readings, spark)
       SELECT s, now(), now(), 0, $2::real[], $3::real[] FROM unnest($1::int[]) s`,
      [subjects, metricNames.map((_, place) => place), Array.from({ length: 24 }, (_, n) => n)],
    );
    await pool.query("ANALYZE");
    for (const [name, ms] of Object.entries(await timePages(pool, subjects, nowMs))) {
      times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  return [...times].flatMap(([name, [few = Number.NaN, many = Number.NaN]]) =>
    name === "fleet"
      ? [relative("monitoring.fleet_1000", many, "ms", few, { atMost: 8 })]
      : name === "fleet_database"
        ? [absolute("monitoring.fleet_database", many, "ms", { atMost: 10 })]
        : [relative(`monitoring.chart_${name}`, many, "ms", few, { atMost: 1.3 })],
  );
}

async function timePages(pool: BenchPanel["pool"], subjects: readonly number[], nowMs: number) {
  const medianOf = async (calls: number, work: (index: number) => Promise<unknown>) => {
    await timeCalls(1, Math.ceil(calls / 4), work);
    return median((await timeCalls(1, calls, work)).latencies);
  };
  const chart = (range: "1h" | "24h" | "7d" | "30d") =>
    medianOf(60, (index) => {
      // Ten machines of all: pages that are open are read again and again.
      const id = subjects[(index % 10) * (subjects.length / 10)] ?? 0;
      return readChart({ id, kind: "machine" }, { range }, nowMs);
    });
  const fleet = () => medianOf(40, () => listMachines(systemActor, fleetFilter.parse({ sort: "cpu" })));
  return {
    "1h": await chart("1h"),
    "24h": await chart("24h"),
    "7d": await chart("7d"),
    "30d": await chart("30d"),
    fleet: await fleet(),
    fleet_database: await fleetDatabaseMs(pool),
  };
}

/** The part of the database in it. */
async function fleetDatabaseMs(pool: BenchPanel["pool"]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    const values = [null, null, null, "cpu", 1_000, null, null];
    const { rows } = await pool.query({ text: `EXPLAIN (ANALYZE, TIMING OFF) ${listMachineRows.text}`, values });
    times.push(Number(/Execution Time: ([\d.]+)/.exec(JSON.stringify(rows))?.[1]));
  }
  return median(times);
}
