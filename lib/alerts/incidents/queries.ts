import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { AlertIncident, Prisma } from "@/lib/db/generated/client";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { type AlertDetail, type AlertFilter, type AlertView, alertView } from "../contract";
import { findMetric } from "../figures/contract";
import { ownerReached } from "../rules/load-rule";

const iso = (at: Date | null) => at?.toISOString() ?? null;

const kinds = alertView.shape.subject.shape.kind;

export function viewOfAlert(row: AlertIncident, names: ReadonlyMap<string, string>): AlertView {
  const kind = kinds.parse(row.subjectKind);
  return alertView.parse({
    id: row.id,
    rule: { id: row.ruleId, name: row.ruleName },
    subject: { kind, id: row.subjectId, name: row.subjectName },
    href: row.href,
    metric: row.metric,
    unit: findMetric(kind, row.metric)?.unit ?? "count",
    severity: row.severity,
    state: row.resolvedAt ? "resolved" : row.acknowledgedAt ? "acknowledged" : "firing",
    isFlapping: row.flapping,
    operator: row.operator,
    threshold: row.threshold,
    value: row.value,
    peak: row.peak,
    startedAt: row.startedAt.toISOString(),
    acknowledgedAt: iso(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy ? (names.get(row.acknowledgedBy) ?? "somebody") : null,
    silencedUntil: row.silencedUntil && row.silencedUntil > new Date() ? iso(row.silencedUntil) : null,
    resolvedAt: iso(row.resolvedAt),
    resolution: row.resolution,
  });
}

const states: Record<NonNullable<AlertFilter["state"]>, Prisma.AlertIncidentWhereInput> = {
  open: { resolvedAt: null },
  firing: { resolvedAt: null, acknowledgedAt: null },
  acknowledged: { resolvedAt: null, acknowledgedAt: { not: null } },
  resolved: { resolvedAt: { not: null } },
};

/** Own alerts, or all of them for staff; the newest first. */
export async function listAlerts(
  actor: Actor,
  filter: AlertFilter,
): Promise<{ items: AlertView[]; nextCursor: string | null }> {
  const ownerId = ownerReached(actor, "alert.read");
  const { state, severity, kind, subject, rule } = filter;
  const { rows, nextCursor } = await page(filter, ({ where, ...window }) =>
    sql().prisma.alertIncident.findMany({
      ...window,
      where: {
        AND: [where, ownerId === null ? {} : { ownerId }, state ? states[state] : {}],
        ...(severity ? { severity } : {}),
        ...(kind ? { subjectKind: kind } : {}),
        ...(subject ? { subjectId: subject } : {}),
        ...(rule ? { ruleId: rule } : {}),
      },
    }),
  );
  const names = await namesOf(rows.map(({ acknowledgedBy }) => acknowledgedBy));
  return { items: rows.map((row) => viewOfAlert(row, names)), nextCursor };
}

export async function namesOf(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const where = { id: { in: wanted } };
  const rows = await sql().prisma.user.findMany({ where, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const mostEvents = 200;

export async function getAlert(actor: Actor, id: string): Promise<AlertDetail> {
  const ownerId = ownerReached(actor, "alert.read");
  const row = await sql().prisma.alertIncident.findFirst({
    where: { id, ...(ownerId === null ? {} : { ownerId }) },
    include: { events: { orderBy: { id: "desc" }, take: mostEvents } },
  });
  if (!row) throw coreErrors.not_found({ detail: "There is no such alert." });
  const names = await namesOf([row.acknowledgedBy, ...row.events.map(({ actorId }) => actorId)]);
  const events = row.events.toReversed().map(({ id: eventId, at, kind, text, actorId }) => ({
    id: eventId,
    at: at.toISOString(),
    kind,
    text,
    by: actorId ? (names.get(actorId) ?? "somebody") : null,
  }));
  return { ...viewOfAlert(row, names), events };
}
