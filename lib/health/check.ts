import type { HealthFinding, HealthState } from "./contract";

/** What one check found. */
export type Finding = {
  state: HealthState;
  value?: number;
  detail?: string | null;
  advice?: { text: string; command?: string; href?: string };
};

/** One check: one file of `checks` or an entry in it, and its line in `registry.ts`. It must end within two seconds. */
export type HealthCheck = {
  name: string;
  label: string;
  /** Of the value. */
  unit?: string;
  run(signal: AbortSignal): Promise<Finding>;
};

export const ok = (value?: number, detail?: string): Finding => ({
  state: "ok",
  ...(value === undefined ? {} : { value }),
  ...(detail === undefined ? {} : { detail }),
});

type Limits = { degraded: number; failed: number };

/** The state of a value that must stay below its limits. Pure. */
export function above(value: number, { degraded, failed }: Limits): HealthState {
  if (value >= failed) return "failed";
  return value >= degraded ? "degraded" : "ok";
}

/** The state of a value that must stay above its limits. Pure. */
export function below(value: number, { degraded, failed }: Limits): HealthState {
  if (value <= failed) return "failed";
  return value <= degraded ? "degraded" : "ok";
}

const limitMs = 2_000;

/** Runs one check; one that fails or takes too long is a finding too. */
export async function runCheck({ name, label, unit, run }: HealthCheck): Promise<HealthFinding> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<Finding>((resolve) => {
    signal.addEventListener("abort", () => resolve(failure("It did not answer within 2 seconds.")), { once: true });
  });
  const found = await Promise.race([run(signal).catch((error: unknown) => failure(reasonOf(error))), late]);
  const { state, value = null, detail = null, advice } = found;
  return {
    name,
    label,
    state,
    value: value === null ? null : Math.round(value * 10) / 10,
    unit: unit ?? null,
    detail,
    advice: advice ? { text: advice.text, command: advice.command ?? null, href: advice.href ?? null } : null,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

const failure = (detail: string): Finding => ({ state: "failed", detail });
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 200);
