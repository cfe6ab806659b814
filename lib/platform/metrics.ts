import { Counter, Gauge, Registry } from "prom-client";
import type { MetricFamily } from "@/lib/core/metrics";
import { sql } from "@/lib/db/transaction";
import { modules } from "./generated/metrics";

/** The figures of all modules in Prometheus' text format 0.0.4, read from the database at scrape time. */
export async function renderMetrics(): Promise<string> {
  const values = new Map<string, Map<string, number>>();
  for (const { name, label, value } of await sql().prisma.counter.findMany({
    orderBy: [{ name: "asc" }, { label: "asc" }],
  })) {
    values.set(name, (values.get(name) ?? new Map()).set(label, value));
  }
  const counters = (name: string) => values.get(name) ?? new Map<string, number>();
  const families = await Promise.all(modules.map(({ readMetrics }) => readMetrics(sql(), counters)));
  const texts = await Promise.all(families.flat().map(familyText));
  return texts.join("");
}

async function familyText(family: MetricFamily): Promise<string> {
  if (family.type === "histogram") return histogramText(family);
  const registry = new Registry();
  const { name, help, samples } = family;
  const labelNames = Object.keys(samples[0]?.labels ?? {});
  const metric = new (family.type === "counter" ? Counter : Gauge)({ name, help, labelNames, registers: [registry] });
  for (const { labels = {}, value } of samples) metric.inc(labels, value);
  return `${(await registry.metrics()).trimEnd()}\n`;
}

/** A histogram of prom-client counts within this process; ours are rows, so their text is written here. */
function histogramText({ name, help, samples }: MetricFamily): string {
  const lines = samples.map(({ suffix = "", labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} histogram\n${lines.join("")}`;
}
