import type { Readiness } from "../contract";
import { command } from "./command";
import { http } from "./http";
import { logLine } from "./log-line";
import { minecraftStatus } from "./minecraft-status";
import type { Probe, ProbeFigures, ProbeTarget } from "./probe";
import { tcp } from "./tcp";

/** How readiness is determined, by kind: a new kind is one file, its line here and its schema in contract.ts. */
const probes: { [K in Readiness["kind"]]: Probe<K> } = {
  "minecraft-status": minecraftStatus,
  tcp,
  http,
  "log-line": logLine,
  command,
};

export function needsPort({ kind }: Readiness): boolean {
  return probes[kind].needsPort;
}

export function askIfReady<K extends Readiness["kind"]>(
  readiness: Extract<Readiness, { kind: K }>,
  target: ProbeTarget,
): Promise<string | null> {
  const probe: Probe<K> = probes[readiness.kind as K];
  return probe.ask(readiness, target);
}

/** Whether a kind has figures at all, and the figures now; null: it has none. */
export function hasFigures({ kind }: Readiness): boolean {
  return probes[kind].measure !== undefined;
}

export async function measureProbe<K extends Readiness["kind"]>(
  readiness: Extract<Readiness, { kind: K }>,
  target: ProbeTarget,
): Promise<ProbeFigures | null> {
  const probe: Probe<K> = probes[readiness.kind as K];
  return (await probe.measure?.(readiness, target)) ?? null;
}
