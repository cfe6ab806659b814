import type { Actor } from "@/lib/access/actor";
import { readSql } from "@/lib/db/replica/replica";
import type { AlertStats } from "../contract";
import { ownerReached } from "../rules/load-rule";

const days = 30;
const dayMs = 86_400_000;
const mostRows = 20_000;
const mostRules = 10;

type Counted = {
  ruleId: string | null;
  ruleName: string;
  severity: string;
  startedAt: Date;
  acknowledgedAt: Date | null;
  resolvedAt: Date | null;
};

/** How fast alerts of the last 30 days were acknowledged and ended, and which rules fire most. */
export async function readAlertStats(actor: Actor, nowMs = Date.now()): Promise<AlertStats> {
  const ownerId = ownerReached(actor, "alert.read");
  const rows = await readSql().prisma.alertIncident.findMany({
    where: { startedAt: { gte: new Date(nowMs - days * dayMs) }, ...(ownerId === null ? {} : { ownerId }) },
    orderBy: { id: "desc" },
    take: mostRows,
    select: {
      ruleId: true,
      ruleName: true,
      severity: true,
      startedAt: true,
      acknowledgedAt: true,
      resolvedAt: true,
    },
  });
  return summariseAlerts(rows, nowMs);
}

/** Pure. */
export function summariseAlerts(rows: readonly Counted[], nowMs: number): AlertStats {
  const rules = new Map<string, { ruleId: string | null; name: string; count: number }>();
  for (const { ruleId, ruleName } of rows) {
    const entry = rules.get(ruleId ?? ruleName) ?? { ruleId, name: ruleName, count: 0 };
    entry.count += 1;
    rules.set(ruleId ?? ruleName, entry);
  }
  const lasted = (end: (row: Counted) => Date | null) =>
    rows.flatMap((row) => {
      const at = end(row);
      return at ? [(at.getTime() - row.startedAt.getTime()) / 1000] : [];
    });
  return {
    days,
    total: rows.length,
    open: rows.filter(({ resolvedAt }) => resolvedAt === null).length,
    acknowledged: rows.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length,
    medianToAcknowledge: median(lasted(({ acknowledgedAt }) => acknowledgedAt)),
    medianToResolve: median(lasted(({ resolvedAt }) => resolvedAt)),
    noisiest: [...rules.values()].sort((one, other) => other.count - one.count).slice(0, mostRules),
    byDay: countByDay(rows, nowMs),
  };
}

function countByDay(rows: readonly Counted[], nowMs: number): AlertStats["byDay"] {
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(nowMs - (days - 1 - index) * dayMs).toISOString().slice(0, 10);
    const of = rows.filter(({ startedAt }) => startedAt.toISOString().startsWith(day));
    const critical = of.filter(({ severity }) => severity === "critical").length;
    return { day, critical, warning: of.length - critical };
  });
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return Math.round((low + high) / 2);
}
