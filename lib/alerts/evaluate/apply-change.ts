import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/transaction";
import type { Severity } from "../contract";
import { type Decision, type Effect, type Instance, isFlapping } from "./decide";
import { valueText } from "./describe-alert";
import { nextMessage } from "./group-messages";
import type { Candidate } from "./seen-instances";
import { columnsOf, type MessageKind, type StoredIncident } from "./stored";

/** What an evaluation found for one instance: a decision, or the reason why it ends without one. */
export type Change = Candidate & ({ decision: Decision; end?: undefined } | { end: string; decision?: undefined });

type Incidents = Map<string, StoredIncident>;

/** Stores a change: the instance, its incident with an event, and the message that is due. `incidents` follows. */
export async function writeChange(tx: Tx, change: Change, incidents: Incidents, nowMs: number): Promise<void> {
  if (change.end !== undefined) return endInstance(tx, change, { why: change.end, incidents, nowMs });
  const { decision, rule, stored, before, subjectId } = change;
  const { next, effect } = decision;
  const id = { ruleId: rule.id, subjectId };
  if (next.phase === "ok" && next.transitionsMs.length === 0) {
    if (stored) await tx.prisma.alertInstance.deleteMany({ where: id });
    return;
  }
  const open = stored?.incidentId ? incidents.get(stored.incidentId) : undefined;
  const incidentId = await writeEffect(tx, { change, decision, open, incidents, nowMs });
  if (stored && effect === "none" && isSame(before, next)) return;
  const data = { ...columnsOf(next), ruleVersion: rule.version, incidentId, changedAt: new Date(nowMs) };
  await tx.prisma.alertInstance.upsert({
    where: { ruleId_subjectId: id },
    create: { ...id, ...data },
    update: data,
    select: { ruleId: true },
  });
}

const isSame = (one: Instance, other: Instance) => JSON.stringify(one) === JSON.stringify(other);

type Ending = { why: string; incidents: Incidents; nowMs: number };

async function endInstance(tx: Tx, change: Candidate, { why, incidents, nowMs }: Ending): Promise<void> {
  const { rule, subjectId, stored } = change;
  await tx.prisma.alertInstance.deleteMany({ where: { ruleId: rule.id, subjectId } });
  const open = stored?.incidentId ? incidents.get(stored.incidentId) : undefined;
  if (open && open.resolvedAt === null) await resolve(tx, open, why, nowMs);
}

type Written = {
  change: Candidate;
  decision: Decision;
  open: StoredIncident | undefined;
  incidents: Incidents;
  nowMs: number;
};

/** Resolves with the incident that the instance has now. */
async function writeEffect(tx: Tx, written: Written): Promise<string | null> {
  const { decision, open, incidents } = written;
  if (decision.effect === "fired") {
    const incident = await openIncident(tx, written);
    incidents.set(incident.id, incident);
    return incident.id;
  }
  if (!open || open.resolvedAt !== null) return null;
  if (decision.effect === "resolved") {
    await resolve(tx, open, "The value is back.", written.nowMs);
    return null;
  }
  await continueIncident(tx, open, written);
  return open.id;
}

const thresholdOf = (rule: Candidate["rule"], severity: Severity | null) =>
  severity === "critical" ? rule.critical : rule.warning;

async function openIncident(tx: Tx, { change, decision, nowMs }: Written): Promise<StoredIncident> {
  const { rule, reading, subjectId } = change;
  const severity = decision.next.severity ?? "warning";
  const now = new Date(nowMs).toISOString();
  const incident: StoredIncident = {
    id: newId("alertIncident"),
    ruleId: rule.id,
    ruleName: rule.name,
    ownerId: rule.ownerId,
    subjectKind: rule.subjectKind,
    subjectId,
    subjectName: reading?.name ?? subjectId,
    href: reading?.href ?? null,
    metric: rule.metric,
    operator: rule.operator,
    severity,
    threshold: thresholdOf(rule, severity),
    value: decision.value,
    peak: decision.value,
    flapping: isFlapping(decision.next.transitionsMs, nowMs),
    startedAt: new Date(decision.next.breachSinceMs ?? nowMs).toISOString(),
    acknowledgedAt: null,
    silencedUntil: null,
    resolvedAt: null,
    resolution: null,
    dueMessage: "fired",
    dueSince: now,
    heldBySilence: false,
    messages: 0,
    lastMessageAt: null,
    escalatedAt: null,
  };
  await tx.prisma.alertIncident.createMany({ data: incident });
  remember([incident]);
  await addEvent(tx, incident.id, "fired", textOf("Fired", severity, incident));
  return incident;
}

function textOf(what: string, severity: Severity, { subjectKind, metric, value }: StoredIncident): string {
  return `${what}: ${severity}${value === null ? ", no samples" : `, ${valueText(subjectKind, metric, value)}`}.`;
}

const messageOf: Partial<Record<Effect, MessageKind>> = { escalated: "escalated" };

async function continueIncident(tx: Tx, open: StoredIncident, { change, decision, nowMs }: Written): Promise<void> {
  const { next, effect, value } = decision;
  const flapping = isFlapping(next.transitionsMs, nowMs);
  const message = flapping && !open.flapping ? "flapping" : messageOf[effect];
  const severity = next.severity ?? open.severity;
  const peak = furthest(change.rule.operator, open.peak, value);
  const before = { ...open };
  Object.assign(open, { severity, threshold: thresholdOf(change.rule, severity), flapping, peak });
  if (effect !== "none") open.value = value;
  // An acknowledgement was for the lower severity.
  if (effect === "escalated") open.acknowledgedAt = null;
  if (message) {
    open.dueMessage = nextMessage(open.dueMessage, message);
    open.dueSince ??= new Date(nowMs).toISOString();
  }
  if (JSON.stringify(before) !== JSON.stringify(open)) await store(tx, open);
  if (effect !== "none") await addEvent(tx, open.id, effect, textOf(effectTexts[effect], severity, { ...open, value }));
  if (message === "flapping")
    await addEvent(tx, open.id, "flapping", "It changes often: it stays open until it is stable.");
}

const effectTexts: Record<Effect, string> = {
  none: "",
  fired: "Fired",
  again: "Beyond its threshold again",
  escalated: "Became worse",
  lowered: "Became better",
  resolved: "Ended",
};

function furthest(operator: ">" | "<", peak: number | null, value: number | null): number | null {
  if (value === null || peak === null) return peak ?? value;
  return operator === ">" ? Math.max(peak, value) : Math.min(peak, value);
}

/** Ends an incident; its message is due unless nobody was notified of it. */
async function resolve(tx: Tx, open: StoredIncident, why: string, nowMs: number): Promise<void> {
  const now = new Date(nowMs).toISOString();
  open.resolvedAt = now;
  open.resolution = why;
  open.dueMessage = nextMessage(open.dueMessage, "resolved");
  open.dueSince = open.dueMessage ? now : null;
  await store(tx, open);
  await addEvent(tx, open.id, "resolved", `Ended: ${why}`);
}

/** What the database had when the evaluation read or wrote it. */
const stored = new WeakMap<StoredIncident, StoredIncident>();

export function remember(incidents: readonly StoredIncident[]): void {
  for (const incident of incidents) stored.set(incident, { ...incident });
}

/** Writes what the evaluation changed, and nothing else: somebody may acknowledge or end the alert meanwhile. */
export async function store(tx: Tx, incident: StoredIncident): Promise<void> {
  const { id, ...columns } = incident;
  const before: Partial<StoredIncident> = stored.get(incident) ?? {};
  const changed = Object.entries(columns).filter(([name, value]) => before[name as keyof StoredIncident] !== value);
  if (changed.length > 0)
    await tx.prisma.alertIncident.updateMany({ where: { id }, data: Object.fromEntries(changed) });
  remember([incident]);
}

export async function addEvent(
  tx: Tx,
  incidentId: string,
  kind: string,
  text: string,
  actorId: string | null = null,
): Promise<void> {
  await tx.prisma.alertEvent.createMany({ data: { id: newId("alertEvent"), incidentId, kind, text, actorId } });
}
