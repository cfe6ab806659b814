import type { ContainerEngine } from "@/lib/provisioning/engine";
import type { Readiness } from "../contract";

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
  /** Figures of one that is ready, where the protocol has them. */
  measure?: (readiness: Extract<Readiness, { kind: K }>, target: ProbeTarget) => Promise<ProbeFigures | null>;
};

export type ProbeFigures = { playersOnline: number; latencyMs: number };
