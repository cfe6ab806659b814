import type { StatsCounters } from "@/lib/provisioning/engine";
import { metricCount, metricsOf, placeOf } from "../metrics/contract";

/** What was read of one container, and what changes so slowly that it is read less often. Pure. */
export type ServerReading = {
  counters: StatsCounters;
  before: StatsCounters | undefined;
  /** What it may use. */
  limits: { cpuMilli: number; memoryMb: number; diskMb: number };
  diskBytes: number | null;
  players: number | null;
  pingMs: number | null;
};

const mib = 1_048_576;
const maxGapMs = 60_000;

/** Per second; null when the counter fell (the container was started again) or there is nothing to compare with. */
function rate(now: number, before: number | undefined, elapsedMs: number): number | null {
  return before === undefined || now < before || elapsedMs <= 0 || elapsedMs > maxGapMs
    ? null
    : ((now - before) * 1000) / elapsedMs;
}

/** Readings by the places of the registry. CPU, memory and disk are shares of what the server may use. */
export function readingsOf(reading: ServerReading): Float32Array {
  const { counters, before, limits, diskBytes, players, pingMs } = reading;
  const elapsedMs = before ? counters.at.getTime() - before.at.getTime() : 0;
  const cpu = rate(counters.cpuNanoseconds, before?.cpuNanoseconds, elapsedMs);
  const values = {
    "cpu.percent": cpu === null ? null : cpu / 1e7 / (limits.cpuMilli / 1000),
    "memory.percent": (100 * counters.memoryBytes) / (limits.memoryMb * mib),
    "memory.used": counters.memoryBytes,
    "disk.used": diskBytes,
    "disk.percent": diskBytes === null ? null : (100 * diskBytes) / (limits.diskMb * mib),
    "network.received": rate(counters.networkReceivedBytes, before?.networkReceivedBytes, elapsedMs),
    "network.sent": rate(counters.networkSentBytes, before?.networkSentBytes, elapsedMs),
    "players.online": players,
    "ping.ms": pingMs,
  } as const;
  const readings = new Float32Array(metricCount).fill(Number.NaN);
  for (const { name, step } of metricsOf("server")) {
    const [place, value] = [placeOf(name), (values as Partial<Record<string, number | null>>)[name]];
    if (place !== undefined && typeof value === "number") readings[place] = Math.round(value / step) * step;
  }
  return readings;
}
