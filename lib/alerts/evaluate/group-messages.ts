import type { Severity } from "../contract";
import type { MessageKind, StoredIncident, StoredRule } from "./stored";

/** Which alerts are reported now, and with which others: the decisions between state and message. Pure. */
export type Group = {
  ownerId: string | null;
  severity: Severity;
  isResolved: boolean;
  channels: readonly string[];
  incidents: StoredIncident[];
};

const waitMs = 15_000;
const repeatMs: Record<Severity, number> = { critical: 30 * 60_000, warning: 4 * 3_600_000 };
const flappingRepeatMs = 3_600_000;

/** Open, not acknowledged, and not reported for as long as its severity allows. */
export function isRepeatDue(incident: StoredIncident, nowMs: number): boolean {
  const { resolvedAt, acknowledgedAt, dueMessage, lastMessageAt, flapping, severity } = incident;
  if (resolvedAt !== null || acknowledgedAt !== null || dueMessage !== null || lastMessageAt === null) return false;
  return nowMs - Date.parse(lastMessageAt) >= (flapping ? flappingRepeatMs : repeatMs[severity]);
}

/** A critical alert that nobody acknowledged in time, once. */
export function isEscalationDue(incident: StoredIncident, rule: StoredRule | undefined, nowMs: number): boolean {
  if (!rule?.escalation || incident.severity !== "critical" || incident.resolvedAt !== null) return false;
  if (incident.acknowledgedAt !== null || incident.escalatedAt !== null || incident.lastMessageAt === null)
    return false;
  return nowMs - Date.parse(incident.startedAt) >= rule.escalation.afterSeconds * 1000;
}

type Due = { incident: StoredIncident; channels: readonly string[] };

/**
 * Alerts of one recipient, severity and set of channels are one message. A message waits for those that are about to fire
 * within 15 s, and for nothing else: `firesSoon` says whether there are any for this owner.
 */
export function groupDue(due: readonly Due[], firesSoon: (ownerId: string | null) => boolean, nowMs: number): Group[] {
  const groups = new Map<string, Group>();
  for (const { incident, channels } of due) {
    const isResolved = incident.dueMessage === "resolved";
    const { ownerId, severity } = incident;
    const key = JSON.stringify([ownerId, severity, isResolved, channels]);
    const group = groups.get(key) ?? { ownerId, severity, isResolved, channels, incidents: [] };
    group.incidents.push(incident);
    groups.set(key, group);
  }
  return [...groups.values()].filter(({ ownerId, incidents }) => {
    const oldest = Math.min(...incidents.map(({ dueSince }) => Date.parse(dueSince ?? "")));
    return nowMs - oldest >= waitMs || !firesSoon(ownerId);
  });
}

export const soonMs = waitMs;

/** The message that is due after a change, given what is still to be sent. */
export function nextMessage(before: MessageKind | null, kind: MessageKind): MessageKind | null {
  if (kind !== "resolved") return before === "fired" ? "fired" : kind;
  // Nobody was notified of it: its end is no message either.
  return before === "fired" ? null : "resolved";
}
