import { expect, it } from "vitest";
import { groupDue, isEscalationDue, isRepeatDue, nextMessage } from "./group-messages";
import { bodyOf, lineOf, titleOf } from "./message-text";
import type { StoredIncident, StoredRule } from "./stored";

const startMs = Date.parse("2026-01-01T10:00:00Z");
const incident: StoredIncident = {
  id: "alt_1",
  ruleId: "alr_1",
  ruleName: "CPU of a machine",
  ownerId: null,
  subjectId: "mch_1",
  subjectName: "shop",
  subjectKind: "machine",
  href: null,
  metric: "cpu.percent",
  operator: ">",
  severity: "critical",
  threshold: 90,
  value: 95.26,
  peak: 99,
  flapping: false,
  startedAt: new Date(startMs).toISOString(),
  acknowledgedAt: null,
  silencedUntil: null,
  resolvedAt: null,
  resolution: null,
  dueMessage: "fired",
  dueSince: new Date(startMs).toISOString(),
  heldBySilence: false,
  messages: 0,
  lastMessageAt: null,
  escalatedAt: null,
};
const minutes = (count: number) => startMs + count * 60_000;
const sent = { ...incident, dueMessage: null, lastMessageAt: new Date(startMs).toISOString() };

it("repeats a critical alert after 30 minutes, a warning after 4 hours, a flapping one after one", () => {
  expect([29, 30].map((count) => isRepeatDue(sent, minutes(count)))).toEqual([false, true]);
  expect([239, 240].map((count) => isRepeatDue({ ...sent, severity: "warning" }, minutes(count)))).toEqual([
    false,
    true,
  ]);
  expect([59, 60].map((count) => isRepeatDue({ ...sent, flapping: true }, minutes(count)))).toEqual([false, true]);
  const at = new Date(startMs).toISOString();
  expect(isRepeatDue({ ...sent, acknowledgedAt: at }, minutes(999))).toBe(false);
  expect(isRepeatDue({ ...sent, resolvedAt: at }, minutes(999))).toBe(false);
});

it("escalates once, a critical alert that nobody acknowledged", () => {
  const rule = { escalation: { afterSeconds: 600, channels: ["nch_1"] } } as StoredRule;
  expect([9, 10].map((count) => isEscalationDue(sent, rule, minutes(count)))).toEqual([false, true]);
  const at = new Date(startMs).toISOString();
  for (const change of [
    { severity: "warning" as const },
    { acknowledgedAt: at },
    { escalatedAt: at },
    { resolvedAt: at },
  ]) {
    expect(isEscalationDue({ ...sent, ...change }, rule, minutes(99)), JSON.stringify(change)).toBe(false);
  }
});

it("waits for others that are about to fire, at most 15 seconds", () => {
  const due = [{ incident, channels: [] }];
  expect(groupDue(due, () => false, startMs)).toHaveLength(1);
  expect(groupDue(due, () => true, startMs + 14_999)).toEqual([]);
  expect(groupDue(due, () => true, startMs + 15_000)).toHaveLength(1);
});

it("puts alerts of one recipient, severity and set of channels into one message", () => {
  const others = [
    { incident: { ...incident, id: "alt_2" }, channels: ["nch_1"] },
    { incident: { ...incident, id: "alt_3", severity: "warning" as const }, channels: ["nch_1"] },
    { incident: { ...incident, id: "alt_4", ownerId: "usr_1" }, channels: ["nch_1"] },
    { incident: { ...incident, id: "alt_5", dueMessage: "resolved" as const }, channels: ["nch_1"] },
  ];
  const groups = groupDue([{ incident, channels: ["nch_1"] }, ...others], () => false, startMs);
  expect(groups.map((group) => group.incidents.map(({ id }) => id))).toEqual([
    ["alt_1", "alt_2"],
    ["alt_3"],
    ["alt_4"],
    ["alt_5"],
  ]);
});

it("reports no end of what nobody was notified of", () => {
  expect([nextMessage("fired", "resolved"), nextMessage(null, "resolved")]).toEqual([null, "resolved"]);
  expect([nextMessage("fired", "escalated"), nextMessage(null, "escalated")]).toEqual(["fired", "escalated"]);
});

it("says what, how much, since when, and of many alerts which", () => {
  const of = { incidents: [incident], severity: "critical" as const, isResolved: false };
  expect(titleOf(of)).toBe("Critical: CPU of shop is 95.3 % (limit 90 %)");
  expect(lineOf(incident, minutes(12))).toBe(
    "CPU of shop is 95.3 % (limit 90 %). Rule: CPU of a machine. Since 12 min, peak 99 %.",
  );
  const ended = { ...incident, dueMessage: "resolved" as const, resolution: "The value is back." };
  const resolvedAt = new Date(minutes(5)).toISOString();
  expect(lineOf({ ...ended, resolvedAt }, minutes(99))).toContain("The value is back. It lasted 5 min, peak 99 %.");
  const many = Array.from({ length: 7 }, (_, index) => ({ ...incident, subjectName: `host-${index}` }));
  expect(titleOf({ ...of, incidents: many })).toBe("Critical: 7 alerts");
  expect(bodyOf({ ...of, incidents: many }, startMs)).toMatch(/^CPU of a machine: host-0 \(95\.3 %\), host-1 /);
  expect(titleOf({ ...of, incidents: [{ ...incident, value: null }] })).toBe(
    "Critical: shop sends no samples (CPU of a machine)",
  );
});
