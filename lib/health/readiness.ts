import { runCheck } from "./check";
import { clockCheck, realtimeCheck } from "./checks/connections";
import { databaseCheck } from "./checks/database";
import { engineCheck, isolationCheck } from "./checks/machines";
import { workerCheck } from "./checks/work";

export const dependencyNames = ["database", "worker", "engine", "realtime", "isolation", "clock"] as const;
type DependencyName = (typeof dependencyNames)[number];

/** What the panel depends on, each with its state; a page and `/api/health/ready` read it. */
export type Dependency = {
  name: DependencyName;
  status: "up" | "down";
  /** Without it the panel cannot answer. The others degrade it. */
  required: boolean;
  latencyMs: number | null;
  detail: string | null;
};

export type Readiness = { status: "ready" | "degraded" | "unavailable"; dependencies: Dependency[] };

const checks = {
  database: databaseCheck,
  worker: workerCheck,
  engine: engineCheck,
  realtime: realtimeCheck,
  isolation: isolationCheck,
  clock: clockCheck,
};
const required = new Set<DependencyName>(["database"]);

const sharedForMs = 1_000;
let shared: { until: number; answer: Promise<Readiness> } | undefined;

/** {@link checkReadiness}, at most once a second: the public route costs the same at any request rate. */
export function sharedReadiness(): Promise<Readiness> {
  const now = performance.now();
  if (!shared || now >= shared.until) shared = { until: now + sharedForMs, answer: checkReadiness() };
  return shared.answer;
}

export async function checkReadiness(): Promise<Readiness> {
  const dependencies = await Promise.all(dependencyNames.map(dependencyOf));
  const down = dependencies.filter((dependency) => dependency.status === "down");
  const status = down.some((dependency) => dependency.required)
    ? "unavailable"
    : down.length > 0
      ? "degraded"
      : "ready";
  return { status, dependencies };
}

async function dependencyOf(name: DependencyName): Promise<Dependency> {
  const { state, detail, tookMs } = await runCheck(checks[name]);
  const isDown = state === "failed";
  return {
    name,
    status: isDown ? "down" : "up",
    required: required.has(name),
    latencyMs: isDown ? null : tookMs,
    detail: isDown ? detail : null,
  };
}
