import { writeFileSync } from "node:fs";
import path from "node:path";
import { closeBenchPanel } from "./panel";
import type { Row } from "./row";

/** Runs the benchmarks named on the command line, or all, one after the other; fails when a bar is missed. */
const benches: Record<string, () => Promise<{ bench(): Promise<Row[]> }>> = {
  entry: () => import("./entry"),
  start: () => import("./start"),
  ports: () => import("./ports"),
  accept: () => import("./accept"),
  "hosted-accept": () => import("./hosted-accept"),
  mail: () => import("./mail"),
  "hosted-usable": () => import("./hosted-usable"),
  "hosted-list": () => import("./hosted-list"),
  burst: () => import("./burst"),
  list: () => import("./list"),
  signin: () => import("./sign-in"),
  "session-check": () => import("./session-check"),
  "session-end": () => import("./session-end"),
  audit: () => import("./audit"),
  encryption: () => import("./encryption"),
  provisioning: () => import("./provisioning"),
  events: () => import("./events"),
  realtime: () => import("./realtime-rows"),
  executors: () => import("./executors"),
  fleet: () => import("./fleet"),
  monitoring: () => import("./monitoring"),
  alerts: () => import("./alerts"),
  backups: () => import("./backups"),
  faults: () => import("./faults"),
  console: () => import("./console"),
  pages: () => import("./pages"),
  "first-load": () => import("./first-load"),
  lighthouse: () => import("./lighthouse"),
};

/** Take minutes, and run only when they are named. */
const onDemand: typeof benches = { load: () => import("./load") };

const all = { ...benches, ...onDemand };
const asked = process.argv.slice(2).filter((name) => name in all);
const names = asked.length > 0 ? asked : Object.keys(benches);
const results: Row[] = [];
let broken = false;

const figure = (value: number | null, unit = "") =>
  value === null ? "" : `${Number(value.toPrecision(4))} ${unit}`.trim();

function print(row: Row): void {
  const verdict = row.ok ? "✔" : "✖";
  const columns = [
    row.name.padEnd(36),
    figure(row.value, row.unit).padStart(14),
    figure(row.baseline, row.unit).padStart(14),
  ];
  const last = [figure(row.ratio).padStart(8), row.bar.padStart(8)];
  process.stdout.write(`${verdict} ${[...columns, ...last].join(" ")}\n`);
}

process.stdout.write(
  `  ${"".padEnd(36)} ${"value".padStart(14)} ${"bare".padStart(14)} ${"ratio".padStart(8)} ${"bar".padStart(8)}\n`,
);
for (const name of names) {
  try {
    const module = await all[name]?.();
    for (const row of (await module?.bench()) ?? []) {
      print(row);
      results.push(row);
    }
  } catch (error) {
    broken = true;
    process.stderr.write(`✖ ${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
await closeBenchPanel();
const target = path.join(process.env.LIGHTNODE_ROOT ?? ".", "bench/results.json");
writeFileSync(target, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, results }, null, 2)}\n`);
process.exit(broken || results.some((row) => !row.ok) ? 1 : 0);
