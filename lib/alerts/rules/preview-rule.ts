import type { Actor } from "@/lib/access/actor";
import { readChart } from "@/lib/monitoring/charts/read-chart";
import { findSubject } from "@/lib/monitoring/subjects/subjects";
import type { PreviewView, RuleInput, Severity } from "../contract";
import { decide, type Instance, idle, type Point } from "../evaluate/decide";
import { findMetric } from "../figures/contract";
import { findSubjects } from "./find-subjects";
import { authoriseSubject, ownerReached } from "./load-rule";

const days = 7;
/** A week of one object is read in steps of ten minutes; more objects would take too long. */
const mostObjects = 25;
const mostShown = 100;

/**
 * What a rule would have done in the last seven days, over the stored data: for each step of the chart its highest value,
 * or its lowest for "<". A breach that is shorter than a step counts as long as the step.
 */
export async function previewRule(actor: Actor, rule: RuleInput, nowMs = Date.now()): Promise<PreviewView> {
  const ownerId = ownerReached(actor, "alert.manage");
  authoriseSubject(actor, rule.subject.kind);
  const isStored = findMetric(rule.subject.kind, rule.metric)?.sampled === true;
  const all = await findSubjects(ownerId, rule.subject.kind);
  const wanted = all.filter(({ subjectId }) => rule.subject.id === undefined || rule.subject.id === subjectId);
  const looked = isStored ? wanted.slice(0, mostObjects) : [];
  const found: PreviewView["wouldHaveFired"] = [];
  for (const { subjectId, name } of looked) {
    const points = await pointsOf(rule, subjectId, nowMs);
    found.push(...firingsIn(rule, points).map((firing) => ({ ...firing, subject: { id: subjectId, name } })));
  }
  found.sort((one, other) => (one.from < other.from ? 1 : -1));
  return { wouldHaveFired: found.slice(0, mostShown), days, lookedAt: looked.length, of: wanted.length, isStored };
}

async function pointsOf(rule: RuleInput, subjectId: string, nowMs: number): Promise<Point[]> {
  const { kind } = rule.subject;
  if (kind !== "machine" && kind !== "server") return [];
  const subject = { id: await findSubject(subjectId), kind };
  const chart = await readChart(subject, { range: "7d", metrics: rule.metric }, nowMs);
  const series = chart.series[rule.metric];
  const values = rule.operator === ">" ? series?.highest : series?.lowest;
  return chart.times.flatMap((at, index) => {
    const value = values?.[index];
    return typeof value === "number" ? [{ atMs: at, value }] : [];
  });
}

type Firing = { from: string; to: string | null; severity: Severity };

/** Runs the state machine over points in the past. Pure. */
export function firingsIn(rule: RuleInput, points: readonly Point[]): Firing[] {
  const thresholds = {
    ...rule,
    warning: rule.warning ?? null,
    critical: rule.critical ?? null,
    clearAt: rule.clearAt ?? null,
  };
  const firings: Firing[] = [];
  let instance: Instance = idle;
  for (const point of points) {
    const seen = { points: [point], intervalMs: null, isSilent: false };
    const { next, effect } = decide(thresholds, instance, seen, point.atMs);
    const at = new Date(point.atMs).toISOString();
    if (effect === "fired") firings.push({ from: at, to: null, severity: next.severity ?? "warning" });
    const last = firings.at(-1);
    if (effect === "escalated" && last) last.severity = "critical";
    if (effect === "resolved" && last) last.to = at;
    instance = next;
  }
  return firings;
}
