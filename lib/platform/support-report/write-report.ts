import { readFile, statfs } from "node:fs/promises";
import { cpus, freemem, loadavg, release, totalmem, type, uptime } from "node:os";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { env, envSchema } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import { mib } from "@/lib/core/units";
import { listApplied } from "@/lib/db/migrations/migrate.sql";
import { sql } from "@/lib/db/transaction";
import { runChecks } from "@/lib/health/run-checks";
import { listScheduledJobs } from "@/lib/jobs/jobs.sql";
import { listConditions } from "@/lib/nodes/conditions";
import { isSecretName, maskText } from "./mask";

/**
 * Everything that a person who helps asks first, as one text: versions, settings, health, machines, jobs and the last
 * failures. Names, addresses and secrets are left out or removed.
 */
type Section = { title: string; lines: () => Promise<string[]> };

const sectionMs = 8_000;
const mostFailures = 20;

export async function writeSupportReport(actor: Actor, now = new Date()): Promise<string> {
  authorise(actor, "support_report.read");
  await recordAudit(sql(), actor, { action: "support_report.read", targetKind: "panel", targetId: null }).catch(() => {
    // The report is most useful while the database is away.
  });
  const parts = await Promise.all(sections.map(textOf));
  const text = [`LightNode support report, ${now.toISOString()}`, ...parts].join("\n\n");
  return maskText(text, knownSecrets());
}

/** A section that fails, or takes too long, says so; the others are written. */
async function textOf({ title, lines }: Section): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([`not finished within ${sectionMs / 1000} s`]), sectionMs);
  });
  const found = await Promise.race([lines().catch((error: unknown) => [`failed: ${messageOf(error)}`]), late]);
  clearTimeout(timer);
  return [`== ${title}`, ...(found.length > 0 ? found : ["none"])].join("\n");
}

function knownSecrets(): string[] {
  const values: Record<string, unknown> = env();
  return Object.keys(envSchema.shape)
    .filter(isSecretName)
    .flatMap((name) => (isGiven(name) && typeof values[name] === "string" ? [values[name]] : []));
}

/** Reading a variable that this process does not get throws. */
function isGiven(name: string): boolean {
  return Object.getOwnPropertyDescriptor(env(), name)?.enumerable === true;
}

const percent = (part: number, whole: number) => `${Math.round((part / whole) * 100)} %`;

async function machine(): Promise<string[]> {
  const system = await readFile("/etc/os-release", "utf8").catch(() => "");
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(system)?.[1] ?? type();
  const disk = await statfs(env().DATA_DIR);
  return [
    `system: ${name}, kernel ${release()}`,
    `node: ${process.version}, ${process.arch}`,
    `processors: ${cpus().length}, load ${loadavg()
      .map((load) => load.toFixed(2))
      .join(" ")}`,
    `memory: ${Math.round(totalmem() / mib)} MiB, ${percent(freemem(), totalmem())} free`,
    `disk of DATA_DIR: ${percent(disk.bavail, disk.blocks)} free of ${Math.round((disk.blocks * disk.bsize) / mib)} MiB`,
    `running for: machine ${Math.round(uptime() / 60)} min, this process ${Math.round(process.uptime() / 60)} min`,
  ];
}

async function settings(): Promise<string[]> {
  const values: Record<string, unknown> = env();
  return Object.keys(envSchema.shape).map((name) => {
    if (!isGiven(name)) return `${name}: not given to this process`;
    const value = values[name];
    if (value === undefined || value === "") return `${name}: not set`;
    return `${name}: ${isSecretName(name) ? "set" : String(value)}`;
  });
}

async function health(): Promise<string[]> {
  const findings = await runChecks();
  return findings.map(({ label, state, value, unit, detail }) => {
    const measured = value === null ? "" : ` ${value} ${unit ?? ""}`.trimEnd();
    return `${label}: ${state}${measured}${detail ? ` (${detail})` : ""}`;
  });
}

async function database(): Promise<string[]> {
  const { prisma } = sql();
  const applied = await sql().rows(listApplied);
  const counts = await Promise.all([
    prisma.user.count(),
    prisma.workload.count(),
    prisma.hostedResource.count(),
    prisma.machine.count(),
    prisma.executor.count(),
  ]);
  const names = ["users", "workloads", "hosted objects", "machines", "executors"];
  const newest = applied
    .map(({ migration_name }) => migration_name)
    .sort()
    .at(-1);
  return [
    `migrations: ${applied.length}, newest ${newest}`,
    ...names.map((name, place) => `${name}: ${counts[place]}`),
  ];
}

async function nodes(): Promise<string[]> {
  const conditions = await listConditions(sql());
  return conditions.map(({ isSilent, engineError, disk, isolation }, place) => {
    const space = disk ? `, ${disk.freeMb} of ${disk.totalMb} MB free` : "";
    const engine = isSilent ? `does not answer: ${engineError ?? "no reason"}` : "answers";
    return `machine ${place + 1}: Docker ${engine}${space}, isolation ${isolation?.state ?? "unknown"}`;
  });
}

async function jobs(): Promise<string[]> {
  const rows = await sql().rows(listScheduledJobs);
  return rows.map(({ name, lastState, lastAt, lastError }) => {
    const ended = lastAt ? ` at ${lastAt.toISOString()}` : "";
    return `${name}: ${lastState ?? "not run yet"}${ended}${lastError ? ` (${lastError})` : ""}`;
  });
}

async function failedRuns(): Promise<string[]> {
  const rows = await sql().prisma.provisioningRun.findMany({
    where: { errorCode: { not: null } },
    orderBy: { id: "desc" },
    take: mostFailures,
  });
  return rows.map(({ createdAt, resourceKind, kind, currentStep, errorCode, errorDetail }) => {
    const detail = errorDetail ? `: ${errorDetail.slice(0, 300)}` : "";
    return `${createdAt.toISOString()} ${resourceKind} ${kind} at ${currentStep ?? "-"}: ${errorCode}${detail}`;
  });
}

async function failedMessages(): Promise<string[]> {
  const rows = await sql().prisma.delivery.findMany({
    where: { state: { in: ["failed", "held"] } },
    orderBy: { id: "desc" },
    take: mostFailures,
    select: { createdAt: true, kind: true, template: true, state: true, attempts: true, lastError: true },
  });
  return rows.map(({ createdAt, kind, template, state, attempts, lastError }) => {
    return `${createdAt.toISOString()} ${kind} ${template}: ${state} after ${attempts} attempts${lastError ? ` (${lastError})` : ""}`;
  });
}

async function openAlerts(): Promise<string[]> {
  const rows = await sql().prisma.alertIncident.findMany({
    where: { resolvedAt: null },
    orderBy: { id: "desc" },
    take: mostFailures,
  });
  return rows.map(
    ({ startedAt, severity, subjectKind, metric, value }) =>
      `${startedAt.toISOString()} ${severity} ${subjectKind} ${metric} ${value ?? "no sample"}`,
  );
}

const sections: readonly Section[] = [
  { title: "Machine", lines: machine },
  { title: "Settings", lines: settings },
  { title: "Health", lines: health },
  { title: "Database", lines: database },
  { title: "Machines with Docker", lines: nodes },
  { title: "Jobs", lines: jobs },
  { title: "Runs that failed", lines: failedRuns },
  { title: "Messages that failed or wait", lines: failedMessages },
  { title: "Open alerts", lines: openAlerts },
];
