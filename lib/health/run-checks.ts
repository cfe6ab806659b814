import { runCheck } from "./check";
import type { HealthFinding } from "./contract";
import { healthChecks } from "./registry";

const cachedMs = 10_000;
let cached: { until: number; findings: Promise<HealthFinding[]> } | undefined;

/** All checks at once, at most every ten seconds in each process. */
export function currentHealth(): Promise<HealthFinding[]> {
  const now = performance.now();
  if (!cached || now >= cached.until) cached = { until: now + cachedMs, findings: runChecks() };
  return cached.findings;
}

export function runChecks(): Promise<HealthFinding[]> {
  return Promise.all(healthChecks.map(runCheck));
}
