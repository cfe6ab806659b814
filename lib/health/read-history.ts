import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { sql } from "@/lib/db/transaction";
import { type HealthHistory, type HealthState, healthHistory } from "./contract";
import { healthChecks } from "./registry";

const points = 90;
const stateOf = healthHistory.shape.checks.element.shape.points.element.unwrap().shape.state;
/** The worst of a step is shown. */
const rank: Record<HealthState, number> = { off: 0, ok: 1, degraded: 2, failed: 3 };

export type HealthRow = { name: string; at: Date; state: string; value: number | null };

/** The recorded minutes of the last hours, in at most 90 steps. */
export async function readHealthHistory(actor: Actor, hours: number, nowMs = Date.now()): Promise<HealthHistory> {
  authorise(actor, "health.read");
  const from = new Date(nowMs - hours * 3_600_000);
  const rows = await sql().prisma.healthRecord.findMany({
    where: { at: { gte: from } },
    select: { name: true, at: true, state: true, value: true },
  });
  return summariseHealth(rows, { fromMs: from.getTime(), toMs: nowMs });
}

/** Pure. */
export function summariseHealth(
  rows: readonly HealthRow[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): HealthHistory {
  const stepMs = Math.max(60_000, Math.ceil((toMs - fromMs) / points / 60_000) * 60_000);
  const count = Math.ceil((toMs - fromMs) / stepMs);
  const byName = Map.groupBy(rows, ({ name }) => name);
  const checks = healthChecks.map(({ name, label, unit }) => {
    const own = byName.get(name) ?? [];
    const steps: HealthHistory["checks"][number]["points"] = Array.from({ length: count }, () => null);
    for (const { at, state: stored, value } of own) {
      const place = Math.floor((at.getTime() - fromMs) / stepMs);
      const state = stateOf.parse(stored);
      const known = steps[place];
      if (place < 0 || place >= count) continue;
      const worst = known && rank[known.state] > rank[state] ? known.state : state;
      steps[place] = { state: worst, value: highest(known?.value ?? null, value) };
    }
    return { name, label, unit: unit ?? null, availability: availabilityOf(own), points: steps };
  });
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), stepSeconds: stepMs / 1000, checks };
}

function highest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function availabilityOf(rows: readonly HealthRow[]): number | null {
  const used = rows.filter(({ state }) => state !== "off");
  if (used.length === 0) return null;
  const good = used.filter(({ state }) => state !== "failed").length;
  return Math.round((good / used.length) * 10_000) / 100;
}
