/**
 * What rules can be about: kinds of subjects with their figures. A new figure is one line here and a value from its
 * source (`lib/alerts/sources`); `sampled` figures are stored, so that a rule over them can be tried on the past.
 */
export const alertUnits = ["percent", "bytes", "bytes/s", "count", "ms", "load", "seconds", "hours", "days"] as const;
export type AlertUnit = (typeof alertUnits)[number];
export type AlertMetric = { name: string; label: string; unit: AlertUnit; sampled: boolean };

const stored = (name: string, label: string, unit: AlertUnit): AlertMetric => ({ name, label, unit, sampled: true });
const current = (name: string, label: string, unit: AlertUnit): AlertMetric => ({ name, label, unit, sampled: false });

export const alertSubjects = {
  machine: {
    label: "Machine",
    permission: "machine.read",
    metrics: [
      stored("cpu.percent", "CPU", "percent"),
      stored("cpu.iowait", "CPU waiting for disks", "percent"),
      stored("cpu.steal", "CPU taken by the host", "percent"),
      stored("load.one", "Load, one minute", "load"),
      stored("pressure.cpu", "CPU pressure", "percent"),
      stored("pressure.memory", "Memory pressure", "percent"),
      stored("pressure.io", "Disk pressure", "percent"),
      stored("memory.percent", "Memory", "percent"),
      stored("swap.percent", "Swap", "percent"),
      stored("disk.percent", "Disk", "percent"),
      stored("disk.inodes", "Inodes", "percent"),
      stored("network.received", "Received", "bytes/s"),
      stored("network.sent", "Sent", "bytes/s"),
      current("silence.seconds", "Time without a sample", "seconds"),
      current("clock.skewSeconds", "Difference of its clock", "seconds"),
    ],
  },
  server: {
    label: "Game server",
    permission: "server.read",
    metrics: [
      stored("cpu.percent", "CPU", "percent"),
      stored("memory.percent", "Memory", "percent"),
      stored("disk.percent", "Disk", "percent"),
      stored("network.received", "Received", "bytes/s"),
      stored("network.sent", "Sent", "bytes/s"),
      stored("players.online", "Players", "count"),
      stored("ping.ms", "Answer time", "ms"),
      current("crashes.count", "Crashes in a row", "count"),
      current("failed.count", "Failed or stopped by an error", "count"),
    ],
  },
  executor: {
    label: "Executor",
    permission: "executor.read",
    metrics: [
      current("silence.seconds", "Time without a heartbeat", "seconds"),
      current("clock.skewSeconds", "Difference of its clock", "seconds"),
      current("key.expiresDays", "Days until its key expires", "days"),
    ],
  },
  service: {
    label: "Hosted service",
    permission: "provider.read",
    metrics: [current("down.count", "Does not answer", "count")],
  },
  check: {
    label: "Health check",
    permission: "health.read",
    metrics: [current("state.level", "State: 1 degraded, 2 failed", "count")],
  },
  panel: {
    label: "Panel",
    permission: "run.read",
    metrics: [
      current("ports.used", "Ports in use", "count"),
      current("ports.freePercent", "Free ports", "percent"),
      current("runs.failed", "Creates that failed within 15 minutes", "count"),
      current("runs.p95Ms", "Time of a create, p95 of 10 minutes", "ms"),
      current("runs.oldestSeconds", "Age of the oldest waiting run", "seconds"),
      current("backup.ageHours", "Age of the newest verified backup", "hours"),
      current("jobs.failed", "Jobs whose last run failed", "count"),
    ],
  },
} as const satisfies Record<string, { label: string; permission: string; metrics: readonly AlertMetric[] }>;

export type AlertSubjectKind = keyof typeof alertSubjects;
export const alertSubjectKinds = [
  "machine",
  "server",
  "executor",
  "service",
  "check",
  "panel",
] as const satisfies AlertSubjectKind[];

/** Undefined: the kind has no such figure. */
export function findMetric(kind: AlertSubjectKind, name: string): AlertMetric | undefined {
  return alertSubjects[kind].metrics.find((metric) => metric.name === name);
}
