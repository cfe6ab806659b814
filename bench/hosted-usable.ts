import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@/lib/core/ids";
import { PostgresqlDatabases } from "@/lib/hosted-services/databases/postgresql/postgresql-databases";
import { askSerial } from "@/lib/hosted-services/dns/powerdns/ask-serial";
import { PowerDnsZones } from "@/lib/hosted-services/dns/powerdns/powerdns-zones";
import { sealConnection } from "@/lib/hosted-services/providers/sealed-connection";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { type BenchPanel, benchPanel } from "./panel";
import { median, type Row } from "./row";

const rounds = 12;
const pollMs = 5;
const nameservers = ["ns1.names.example.", "ns2.names.example."];

/** From the request to the first use by its owner, against the same calls of the provider alone. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  return [await databases(panel), await zones(panel)];
}

async function databases(panel: BenchPanel): Promise<Row> {
  const server = new TenantServer();
  await server.start();
  const connection = server.connection();
  await insertProvider(panel, "postgresql", connection);
  const alone = new PostgresqlDatabases(connection);
  const ours = await timed(async (round) => {
    const { url } = await create(panel, "databases", { name: `Bench ${round}` });
    await until(() => query(String(url), "SELECT 1"));
  });
  const bare = await timed(async (round) => {
    const ref = { name: `d_bare${round}`, marker: "bare" };
    const spec = { role: `r_bare${round}`, password: "secret-secret", connectionLimit: 20, canLogin: true };
    const rest = { isReadOnly: false, extensions: [], allowedNetworks: [], reader: null };
    await alone.ensure(ref, { ...spec, ...rest, endSessionsAt: null, restoreFrom: null }, AbortSignal.timeout(20_000));
    const url = Object.assign(new URL(server.url), {
      username: spec.role,
      password: spec.password,
      pathname: ref.name,
    });
    await query(url.toString(), "SELECT 1");
  });
  await alone.close();
  await forget(panel);
  await server.dispose();
  return beyond("hosted.usable.database", ours, bare, 1_000);
}

async function zones(panel: BenchPanel): Promise<Row> {
  const server = new OwnPowerDns();
  await server.start();
  const { apiUrl, apiKey, dnsPort: publicPort } = server;
  const connection = { apiUrl, apiKey, nameservers, publicHost: "127.0.0.1", publicPort };
  await insertProvider(panel, "dns", connection);
  const alone = new PowerDnsZones(connection);
  const answered = async (zone: string) => {
    if ((await askSerial({ host: "127.0.0.1", port: publicPort }, zone)) === null) throw new Error("not answered yet");
  };
  const ours = await timed(async (round) => {
    const { id } = await create(panel, "dns-zones", { name: `bench-${round}.example.org`, template: "empty" });
    // Not by DNS: PowerDNS remembers for a while that a zone did not exist when it was asked.
    await until(async () => {
      const answer = await fetch(`${panel.url}/api/provisioning/dns-zones/${id}`, { headers: panel.headers });
      const { status } = (await answer.json()) as { status: string };
      if (status !== "active") throw new Error(status);
    });
    await answered(`bench-${round}.example.org.`);
  });
  const bare = await timed(async (round) => {
    const ref = { name: `bare-${round}.example.org.`, marker: newId("zone") };
    const rrsets = [{ name: ref.name, type: "NS" as const, ttl: 3600, values: nameservers }];
    const spec = { serial: 1, nameservers, dnssec: false, rrsets, secondaries: [] };
    await alone.ensure(ref, spec, AbortSignal.timeout(20_000));
    await until(() => answered(ref.name));
  });
  await forget(panel);
  await server.dispose();
  return beyond("hosted.usable.zone", ours, bare, 500);
}

async function timed(work: (round: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await work(round);
    if (round >= 2) times.push(performance.now() - startedAt);
  }
  return median(times);
}

async function until(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await sleep(pollMs);
  }
  throw new Error("it did not become usable");
}

/** Judged by the time beyond the provider's own. */
function beyond(name: string, ours: number, bare: number, mostMs: number): Row {
  const isFine = ours - bare <= mostMs;
  return { name, value: ours, unit: "ms", baseline: bare, ratio: ours / bare, bar: `+${mostMs}`, ok: isFine };
}

async function create(panel: BenchPanel, path: string, body: object): Promise<Record<string, unknown>> {
  const init = { method: "POST", headers: panel.headers, body: JSON.stringify(body) };
  const answer = await fetch(`${panel.url}/api/provisioning/${path}`, init);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<Record<string, unknown>>;
}

async function insertProvider({ pool }: BenchPanel, kind: string, connection: object): Promise<void> {
  const id = newId("provider");
  const { publicHost: host, publicPort: port } = { publicHost: "", publicPort: 0, ...connection };
  const endpoints = JSON.stringify([{ name: kind, protocol: kind, host, port }]);
  await pool.query(
    "INSERT INTO hosted_provider (id, kind, name, connection_sealed, endpoints) VALUES ($1, $2, $1, $3, $4)",
    [id, kind, sealConnection(id, connection), endpoints],
  );
}

async function forget({ pool }: BenchPanel): Promise<void> {
  await pool.query("DELETE FROM provisioning_run WHERE resource_kind IN ('database', 'dns-zone')");
  await pool.query("DELETE FROM hosted_resource");
  await pool.query("DELETE FROM hosted_provider");
}
