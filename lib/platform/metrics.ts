import { Gauge, Registry } from "prom-client";
import { measures as measureNames, signalKinds } from "@/lib/auth/detection/contract";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { gameServerErrors } from "@/lib/game-servers/errors";
import { durationBucketsMs } from "@/lib/game-servers/figures/run-metrics";
import { nodeErrors } from "@/lib/nodes/errors";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { countByLabel, countPorts } from "./metrics.sql";

/**
 * Figures for Prometheus. Everything is read from the database at scrape time, so that all web and worker processes
 * report the same values; counters are rows that never decrease.
 */
type Family = { name: string; type: "counter" | "histogram" | "gauge"; help: string };

const helps: Record<string, Family> = {
  servers_provisioned_total: {
    name: "servers_provisioned_total",
    type: "counter",
    help: "Servers that came online after a create.",
  },
  servers_provisioned_duration_ms: {
    name: "servers_provisioned_duration_ms",
    type: "histogram",
    help: "Milliseconds from accepting a create to the game answering.",
  },
  security_signals_total: {
    name: "security_signals_total",
    type: "counter",
    help: "Signals that detection raised, by kind.",
  },
  provisioning_errors_total: {
    name: "provisioning_errors_total",
    type: "counter",
    help: "Creates that failed, by error code.",
  },
};

/** Prometheus text format 0.0.4. */
export async function renderMetrics(): Promise<string> {
  const [ports, counts] = await Promise.all([sql().rows(countPorts), sql().rows(countByLabel)]);
  const counters = counts.map(({ family, label, n }) => ({ name: family, label, value: n }));
  return `${counterText(counters)}${await gaugeText(ports, counts)}`;
}

type Counter = { name: string; label: string; value: number };

function header(family: Family): string {
  return `# HELP ${family.name} ${family.help}\n# TYPE ${family.name} ${family.type}\n`;
}

// prom-client's counters and histograms count in this process; ours are rows, so their text is written here.
function counterText(counters: readonly Counter[]): string {
  const value = (name: string, label = "") =>
    counters.find((row) => row.name === name && row.label === label)?.value ?? 0;
  const total = value("servers_provisioned_total");
  const bucket = "servers_provisioned_duration_ms_bucket";
  const lines = [
    ...durationBucketsMs.map((bound) => `${bucket}{le="${bound}"} ${value(bucket, String(bound))}`),
    `servers_provisioned_duration_ms_bucket{le="+Inf"} ${total}`,
    `servers_provisioned_duration_ms_sum ${value("servers_provisioned_duration_ms_sum")}`,
    `servers_provisioned_duration_ms_count ${total}`,
  ];
  return [
    `${header(helps.servers_provisioned_total as Family)}servers_provisioned_total ${total}\n`,
    `${header(helps.servers_provisioned_duration_ms as Family)}${lines.join("\n")}\n`,
    labelledText(counters, "provisioning_errors_total", { label: "code", values: failureCodes }),
    labelledText(counters, "security_signals_total", { label: "kind", values: signalKinds }),
  ].join("");
}

/** Codes that a create can fail with. */
const failureCodes = [
  ...Object.keys(provisioningErrors),
  ...Object.keys(gameServerErrors),
  ...Object.keys(nodeErrors),
  "internal_error",
  "database_unavailable",
];

/**
 * A counter with one label. Each possible value exists from the start with 0: Prometheus sees no increase in a counter
 * that appears with its first count, and its alert would not fire.
 */
function labelledText(
  counters: readonly Counter[],
  name: string,
  { label, values }: { label: string; values: readonly string[] },
): string {
  const byValue = new Map(values.map((value) => [value, 0]));
  for (const row of counters) if (row.name === name) byValue.set(row.label, row.value);
  const lines = [...byValue].map(([value, count]) => `${name}{${label}="${value}"} ${count}`);
  return `${header(helps[name] as Family)}${lines.join("\n")}\n`;
}

async function gaugeText(ports: readonly Row<typeof countPorts>[], counts: Counts): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const allocated = gauge("allocated_ports", "Ports not free, by address and protocol.", ["address", "protocol"]);
  const available = gauge("available_ports", "Free ports, by address and protocol.", ["address", "protocol"]);
  for (const { address, protocol, ...found } of ports) {
    allocated.set({ address, protocol }, found.allocated);
    available.set({ address, protocol }, found.available);
  }
  const byStatus = gauge("servers", "Servers by state.", ["status"]);
  for (const status of serverStatusSchema.options) byStatus.set({ status }, 0);
  for (const { label, n } of of(counts, "server")) byStatus.set({ status: label }, n);
  const runs = new Map(of(counts, "unfinished_runs").map(({ label, n }) => [label, n]));
  gauge("provisioning_runs_unfinished", "Runs waiting or in progress.").set(runs.get("count") ?? 0);
  gauge("provisioning_run_oldest_seconds", "Age of the oldest unfinished run.").set(runs.get("oldest_seconds") ?? 0);
  securityGauges(gauge, counts);
  return registry.metrics();
}

type Counts = readonly Row<typeof countByLabel>[];
const of = (counts: Counts, family: string) => counts.filter((row) => row.family === family);

function securityGauges(gauge: (name: string, help: string, labelNames?: string[]) => Gauge, counts: Counts): void {
  const open = gauge("security_signals_open", "Signals nobody has settled yet, by kind.", ["kind"]);
  for (const kind of signalKinds) open.set({ kind }, 0);
  for (const { label, n } of of(counts, "signal")) open.set({ kind: label }, n);
  const inForce = gauge(
    "sign_in_measures",
    "Networks and accounts slowed down, challenged, blocked or locked, by measure.",
    ["measure"],
  );
  for (const measure of measureNames) inForce.set({ measure }, 0);
  for (const { label, n } of of(counts, "measure")) inForce.set({ measure: label }, n);
}
