import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { sql } from "@/lib/db/transaction";
import type { ChartMarks } from "@/lib/monitoring/charts/contract";
import { alertView, severities } from "../contract";
import type { AlertSubjectKind } from "../figures/contract";
import { ownerReached } from "../rules/load-rule";

const most = 200;
const severityOf = alertView.shape.severity;

/** What a chart of one object draws of alerts: thresholds of the rules about it, and alerts that overlap the time. */
export async function chartMarks(
  actor: Actor,
  { kind, id, ownerId }: { kind: AlertSubjectKind; id: string; ownerId: string | null },
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<ChartMarks> {
  if (!may(actor, "alert.read")) return { alerts: [], thresholds: [] };
  const reached = ownerReached(actor, "alert.read");
  const own = reached === null ? {} : { ownerId: reached };
  const [rules, alerts] = await Promise.all([
    sql().prisma.alertRule.findMany({
      where: {
        enabled: true,
        subjectKind: kind,
        AND: [own, { OR: [{ subjectId: null }, { subjectId: id }] }, { OR: [{ ownerId: null }, { ownerId }] }],
      },
      select: { metric: true, warning: true, critical: true },
      take: most,
    }),
    sql().prisma.alertIncident.findMany({
      where: {
        ...own,
        subjectId: id,
        startedAt: { lt: new Date(toMs) },
        OR: [{ resolvedAt: null }, { resolvedAt: { gt: new Date(fromMs) } }],
      },
      orderBy: { startedAt: "desc" },
      take: most,
      select: { id: true, metric: true, severity: true, startedAt: true, resolvedAt: true },
    }),
  ]);
  return {
    thresholds: rules.flatMap((rule) =>
      severities.flatMap((severity) => {
        const value = rule[severity];
        return value === null ? [] : [{ metric: rule.metric, severity, value }];
      }),
    ),
    alerts: alerts.map(({ startedAt, resolvedAt, severity, ...alert }) => ({
      ...alert,
      severity: severityOf.parse(severity),
      from: startedAt.toISOString(),
      to: resolvedAt?.toISOString() ?? null,
    })),
  };
}
