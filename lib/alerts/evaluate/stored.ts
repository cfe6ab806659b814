import type { Severity } from "../contract";
import type { AlertSubjectKind } from "../figures/contract";
import type { Instance, Phase } from "./decide";

/** Rows as one JSON document: times are texts. */
export type StoredRule = {
  id: string;
  ownerId: string | null;
  name: string;
  subjectKind: AlertSubjectKind;
  subjectId: string | null;
  metric: string;
  operator: ">" | "<";
  warning: number | null;
  critical: number | null;
  clearAt: number | null;
  forSeconds: number;
  keepForSeconds: number;
  missing: "ignore" | "alert";
  channels: { warning?: string[]; critical?: string[] };
  escalation: { afterSeconds: number; channels: string[] } | null;
  version: number;
};

export type StoredInstance = {
  ruleId: string;
  subjectId: string;
  phase: Phase;
  severity: Severity | null;
  ruleVersion: number;
  breachSince: string | null;
  criticalSince: string | null;
  clearSince: string | null;
  lowerSince: string | null;
  transitions: string[];
  incidentId: string | null;
};

export const messageKinds = ["fired", "escalated", "resolved", "flapping", "repeated"] as const;
export type MessageKind = (typeof messageKinds)[number];

export type StoredIncident = {
  id: string;
  ruleId: string | null;
  ruleName: string;
  ownerId: string | null;
  subjectId: string;
  subjectName: string;
  subjectKind: AlertSubjectKind;
  href: string | null;
  metric: string;
  operator: ">" | "<";
  severity: Severity;
  threshold: number | null;
  value: number | null;
  peak: number | null;
  flapping: boolean;
  startedAt: string;
  acknowledgedAt: string | null;
  silencedUntil: string | null;
  resolvedAt: string | null;
  resolution: string | null;
  dueMessage: MessageKind | null;
  dueSince: string | null;
  heldBySilence: boolean;
  messages: number;
  lastMessageAt: string | null;
  escalatedAt: string | null;
};

export type StoredSilence = {
  ownerId: string | null;
  ruleId: string | null;
  subjectKind: AlertSubjectKind | null;
  subjectId: string | null;
  startsAt: string;
  endsAt: string;
  daily: { from: string; to: string; timeZone: string } | null;
};

const ms = (at: string | null) => (at === null ? null : Date.parse(at));
const date = (atMs: number | null) => (atMs === null ? null : new Date(atMs));

export function instanceOf(row: StoredInstance): Instance {
  return {
    phase: row.phase,
    severity: row.severity,
    breachSinceMs: ms(row.breachSince),
    criticalSinceMs: ms(row.criticalSince),
    clearSinceMs: ms(row.clearSince),
    lowerSinceMs: ms(row.lowerSince),
    transitionsMs: row.transitions.map((at) => Date.parse(at)),
  };
}

/** The columns of an instance. */
export function columnsOf({ phase, severity, transitionsMs, ...times }: Instance) {
  return {
    phase,
    severity,
    breachSince: date(times.breachSinceMs),
    criticalSince: date(times.criticalSinceMs),
    clearSince: date(times.clearSinceMs),
    lowerSince: date(times.lowerSinceMs),
    transitions: transitionsMs.map((atMs) => new Date(atMs)),
  };
}
