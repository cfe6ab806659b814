import type { ContainerEngine } from "@/lib/provisioning/engine";
import type { Readiness } from "../contract";
import { command } from "./command";
import { http } from "./http";
import { logLine } from "./log-line";
import { minecraftStatus } from "./minecraft-status";
import { tcp } from "./tcp";

/** What a probe may use. `address` is where the workload's port is reached from the panel; null without such a port. */
export type ProbeTarget = {
  address: { host: string; port: number } | null;
  engine: ContainerEngine;
  container: string;
  timeoutMs: number;
  signal: AbortSignal;
};

/**
 * Asks once. Resolves with the text for the timeline when the workload is ready, or null when it is not yet; an
 * `AppError` counts as "not yet" too.
 */
export type Probe<K extends Readiness["kind"]> = {
  /** It needs an address: a workload without the port is never ready. */
  needsPort: boolean;
  ask: (readiness: Extract<Readiness, { kind: K }>, target: ProbeTarget) => Promise<string | null>;
};

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
