import { createHash } from "node:crypto";
import type { Tx } from "@/lib/db/transaction";
import { queueDeliveries } from "@/lib/notifications/channels/queue-deliveries";
import { notify } from "@/lib/notifications/notify";
import { criticalAlert, resolvedAlert, warningAlert } from "../messages/alert-raised";
import { isSilenced } from "../silences/is-silenced";
import { addEvent, store } from "./apply-change";
import { type Group, groupDue, isEscalationDue, isRepeatDue, soonMs } from "./group-messages";
import { bodyOf, lineOf, titleOf } from "./message-text";
import type { Candidate } from "./seen-instances";
import type { StoredIncident, StoredRule, StoredSilence } from "./stored";

type Sending = {
  incidents: StoredIncident[];
  rules: readonly StoredRule[];
  silences: readonly StoredSilence[];
  candidates: readonly Candidate[];
  nowMs: number;
};

/** Sends what is due and not held back, in the transaction of the states that it reports. */
export async function sendMessages(tx: Tx, sending: Sending): Promise<void> {
  const { incidents, rules, silences, candidates, nowMs } = sending;
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const silent = new Set(
    incidents
      .filter(({ metric, resolvedAt }) => metric === silence && resolvedAt === null)
      .map(({ subjectId }) => subjectId),
  );
  const due: { incident: StoredIncident; channels: readonly string[] }[] = [];
  for (const incident of incidents) {
    if (isRepeatDue(incident, nowMs)) await makeDue(tx, incident, nowMs);
    if (incident.dueMessage === null) continue;
    // A machine that does not answer has one alert: the others wait for it.
    if (incident.metric !== silence && silent.has(incident.subjectId)) continue;
    if (isHeld(incident, silences, nowMs)) {
      await hold(tx, incident);
      continue;
    }
    const rule = incident.ruleId === null ? undefined : byId.get(incident.ruleId);
    due.push({ incident, channels: rule?.channels?.[incident.severity] ?? [] });
  }
  for (const group of groupDue(due, (ownerId) => firesSoon(candidates, ownerId, nowMs), nowMs)) {
    await sendGroup(tx, group, group.channels, nowMs);
  }
  for (const incident of incidents) {
    const rule = incident.ruleId === null ? undefined : byId.get(incident.ruleId);
    if (!rule?.escalation || !isEscalationDue(incident, rule, nowMs) || isHeld(incident, silences, nowMs)) continue;
    await escalate(tx, incident, rule.escalation.channels, nowMs);
  }
}

const silence = "silence.seconds";

function isHeld(incident: StoredIncident, silences: readonly StoredSilence[], nowMs: number): boolean {
  const own = incident.silencedUntil !== null && Date.parse(incident.silencedUntil) > nowMs;
  return own || isSilenced(silences, incident, nowMs);
}

async function hold(tx: Tx, incident: StoredIncident): Promise<void> {
  if (incident.heldBySilence) return;
  incident.heldBySilence = true;
  await store(tx, incident);
  await addEvent(tx, incident.id, "held", "Its message waits for the end of a silence.");
}

async function makeDue(tx: Tx, incident: StoredIncident, nowMs: number): Promise<void> {
  incident.dueMessage = "repeated";
  incident.dueSince = new Date(nowMs).toISOString();
  await store(tx, incident);
}

/** Another instance of the same owner is pending, and its time is over within 15 s. */
function firesSoon(candidates: readonly Candidate[], ownerId: string | null, nowMs: number): boolean {
  return candidates.some(({ rule, before }) => {
    if (rule.ownerId !== ownerId || before.phase !== "pending" || before.breachSinceMs === null) return false;
    const firesAtMs = before.breachSinceMs + rule.forSeconds * 1000;
    return firesAtMs > nowMs && firesAtMs <= nowMs + soonMs;
  });
}

async function sendGroup(tx: Tx, group: Group, channels: readonly string[], nowMs: number): Promise<void> {
  const { incidents, ownerId, severity, isResolved } = group;
  const title = titleOf(group);
  const body = bodyOf(group, nowMs);
  const href = incidents.length === 1 ? `/alerts/${incidents[0]?.id}` : "/alerts";
  const message = isResolved ? resolvedAlert : severity === "critical" ? criticalAlert : warningAlert;
  const notified = new Set<string>();
  for (const userId of await recipientsOf(tx, ownerId)) {
    for (const channel of await notify(tx, message, userId, { title, body, href })) notified.add(channel);
  }
  // A channel of the rule that a person's preferences name too has the message already.
  const others = channels.filter((channel) => !notified.has(channel));
  await deliver(tx, { channels: others, incidents, title, body, href, severity: message.severity });
  for (const incident of incidents) {
    const { dueMessage } = incident;
    incident.dueMessage = null;
    incident.dueSince = null;
    incident.heldBySilence = false;
    incident.messages += 1;
    incident.lastMessageAt = new Date(nowMs).toISOString();
    await store(tx, incident);
    await addEvent(tx, incident.id, "message", `Message sent: ${dueMessage ?? "repeated"}.`);
  }
}

/** The owner of the rule, or for a rule of the panel every administrator. */
async function recipientsOf(tx: Tx, ownerId: string | null): Promise<string[]> {
  if (ownerId !== null) return [ownerId];
  const where = { role: "ADMIN" as const, disabledAt: null };
  const rows = await tx.prisma.user.findMany({ where, select: { id: true } });
  return rows.map(({ id }) => id);
}

async function escalate(tx: Tx, incident: StoredIncident, channels: readonly string[], nowMs: number): Promise<void> {
  incident.escalatedAt = new Date(nowMs).toISOString();
  await store(tx, incident);
  const title = titleOf({ incidents: [incident], severity: incident.severity, isResolved: false }, "Not acknowledged");
  const body = lineOf(incident, nowMs);
  await deliver(tx, {
    channels,
    incidents: [incident],
    title,
    body,
    href: `/alerts/${incident.id}`,
    severity: "error",
  });
  await addEvent(tx, incident.id, "escalation", "Nobody acknowledged it: the channels of the escalation were used.");
}

type Delivered = {
  channels: readonly string[];
  incidents: readonly StoredIncident[];
  title: string;
  body: string;
  href: string;
  severity: "info" | "warning" | "error";
};

async function deliver(tx: Tx, { channels, incidents, title, body, href, severity }: Delivered): Promise<void> {
  // The same states give the same key, so that no channel gets one message twice.
  const states = incidents.map(({ id, messages, escalatedAt }) => `${id} ${messages} ${escalatedAt ?? ""}`);
  const key = createHash("sha256").update(states.join("\n")).digest("hex");
  const notice = {
    kind: "alert",
    severity,
    title,
    body: body.slice(0, longestBody),
    href,
    at: new Date().toISOString(),
  };
  await queueDeliveries(tx, channels, notice, { key });
}

const longestBody = 4_000;
