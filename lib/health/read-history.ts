import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { readSql } from "@/lib/db/replica/replica";
import type { Row } from "@/lib/db/statement";
import type { HealthHistory, HealthState } from "./contract";
import { summariseRecords } from "./health.sql";
import { healthChecks } from "./registry";

const mostPoints = 90;
const states: readonly HealthState[] = ["off", "ok", "degraded", "failed"];

type Step = Row<typeof summariseRecords>;
type Range = { fromMs: number; toMs: number };

/** The recorded minutes of the last hours, in at most 90 steps. */
export async function readHealthHistory(actor: Actor, hours: number, nowMs = Date.now()): Promise<HealthHistory> {
  authorise(actor, "health.read");
  return readHistory(hours, nowMs);
}

export async function readHistory(hours: number, nowMs: number): Promise<HealthHistory> {
  const range = { fromMs: nowMs - hours * 3_600_000, toMs: nowMs };
  const rows = await readSql().rows(summariseRecords, [new Date(range.fromMs), stepOf(range) / 1000]);
  return arrange(rows, range);
}

/** In milliseconds: whole minutes. Pure. */
export function stepOf({ fromMs, toMs }: Range): number {
  return Math.max(60_000, Math.ceil((toMs - fromMs) / mostPoints / 60_000) * 60_000);
}

/** Pure. */
export function arrange(rows: readonly Step[], range: Range): HealthHistory {
  const stepMs = stepOf(range);
  const count = Math.ceil((range.toMs - range.fromMs) / stepMs);
  const byName = Map.groupBy(rows, ({ name }) => name);
  const checks = healthChecks.map(({ name, label, unit }) => {
    const own = byName.get(name) ?? [];
    const points: HealthHistory["checks"][number]["points"] = Array.from({ length: count }, () => null);
    for (const { step, worst, value } of own) {
      if (step >= 0 && step < count) points[step] = { state: states[worst] ?? "off", value };
    }
    return { name, label, unit: unit ?? null, availability: availabilityOf(own), points };
  });
  const [from, to] = [range.fromMs, range.toMs].map((ms) => new Date(ms).toISOString());
  return { from: from ?? "", to: to ?? "", stepSeconds: stepMs / 1000, checks };
}

function availabilityOf(steps: readonly Step[]): number | null {
  const used = steps.reduce((sum, step) => sum + step.used, 0);
  if (used === 0) return null;
  const failed = steps.reduce((sum, step) => sum + step.failed, 0);
  return Math.round((1 - failed / used) * 10_000) / 100;
}
