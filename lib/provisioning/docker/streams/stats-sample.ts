import type { StatsCounters, StatsSample } from "../../engine";

/** The fields we read of Docker's statistics; all may be missing (stopped container, cgroup version, engine). */
export type RawStats = {
  read?: string;
  pids_stats?: { current?: number };
  networks?: Record<string, { rx_bytes?: number; tx_bytes?: number }>;
  memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> };
  cpu_stats?: RawCpu;
  precpu_stats?: RawCpu;
};
type RawCpu = {
  cpu_usage?: { total_usage?: number; percpu_usage?: number[] };
  system_cpu_usage?: number;
  online_cpus?: number;
};

/** Percent of one CPU between two readings, as `docker stats` counts it; null without an earlier reading. */
export function cpuPercent(now: RawCpu | undefined, before: RawCpu | undefined): number | null {
  const system = (now?.system_cpu_usage ?? 0) - (before?.system_cpu_usage ?? 0);
  if (!before?.system_cpu_usage || system <= 0) return null;
  const used = (now?.cpu_usage?.total_usage ?? 0) - (before.cpu_usage?.total_usage ?? 0);
  const cpus = now?.online_cpus || now?.cpu_usage?.percpu_usage?.length || 1;
  return Math.max(0, (used / system) * cpus * 100);
}

/** Memory in use without the file cache the kernel would give back (cgroup v1: total_inactive_file, v2: inactive_file). */
export function memoryBytes(memory: RawStats["memory_stats"]): number {
  const cache = memory?.stats?.total_inactive_file ?? memory?.stats?.inactive_file ?? 0;
  return Math.max(0, (memory?.usage ?? 0) - cache);
}

/** Null for readings without content: the first one (no CPU share yet) and those of a container that ended. */
export function toSample(raw: RawStats): StatsSample | null {
  const percent = cpuPercent(raw.cpu_stats, raw.precpu_stats);
  const counters = toCounters(raw);
  if (percent === null || counters === null) return null;
  const { cpuNanoseconds: _cpu, ...sample } = counters;
  return { ...sample, cpuPercent: Math.round(percent * 100) / 100 };
}

/** Null for readings of a container that does not run. */
export function toCounters(raw: RawStats): StatsCounters | null {
  const at = new Date(raw.read ?? "");
  const used = raw.cpu_stats?.cpu_usage?.total_usage;
  if (!used || !(at.getTime() > 0)) return null;
  const networks = Object.values(raw.networks ?? {});
  return {
    at,
    cpuNanoseconds: used,
    memoryBytes: memoryBytes(raw.memory_stats),
    memoryLimitBytes: raw.memory_stats?.limit ?? 0,
    networkReceivedBytes: networks.reduce((sum, network) => sum + (network.rx_bytes ?? 0), 0),
    networkSentBytes: networks.reduce((sum, network) => sum + (network.tx_bytes ?? 0), 0),
    pids: raw.pids_stats?.current ?? 0,
  };
}
