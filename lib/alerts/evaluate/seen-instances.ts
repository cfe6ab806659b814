import type { Reading } from "../sources/source";
import { type Instance, idle } from "./decide";
import { instanceOf, type StoredIncident, type StoredInstance, type StoredRule } from "./stored";

/** One rule and one object that it is about now, or was about before. */
export type Candidate = {
  rule: StoredRule;
  /** Null: the object is gone, or the rule is not about it any more. */
  reading: Reading | null;
  subjectId: string;
  stored: StoredInstance | null;
  before: Instance;
};

export const instanceKey = (ruleId: string, subjectId: string) => `${ruleId} ${subjectId}`;

type State = {
  rules: readonly StoredRule[];
  instances: readonly StoredInstance[];
  incidents: readonly Pick<StoredIncident, "id" | "resolvedAt">[];
};

/**
 * The pairs of rules and objects. `readings`: by kind; a kind that could not be read is absent, and its alerts stay as they
 * are. Pure.
 */
export function candidatesOf(
  { rules, instances, incidents }: State,
  readings: ReadonlyMap<string, readonly Reading[]>,
): Candidate[] {
  const open = new Set(incidents.flatMap(({ id, resolvedAt }) => (resolvedAt === null ? [id] : [])));
  const known = new Map(instances.map((row) => [instanceKey(row.ruleId, row.subjectId), row]));
  const candidates: Candidate[] = [];
  for (const rule of rules) {
    const objects = readings.get(rule.subjectKind);
    if (!objects) continue;
    for (const reading of objects) {
      if (!concerns(rule, reading)) continue;
      const key = instanceKey(rule.id, reading.subjectId);
      candidates.push(candidate(rule, reading, reading.subjectId, { stored: known.get(key) ?? null, open }));
      known.delete(key);
    }
    for (const [key, row] of known) {
      if (row.ruleId !== rule.id) continue;
      candidates.push(candidate(rule, null, row.subjectId, { stored: row, open }));
      known.delete(key);
    }
  }
  return candidates;
}

type Known = { stored: StoredInstance | null; open: ReadonlySet<string> };

function candidate(rule: StoredRule, reading: Reading | null, subjectId: string, { stored, open }: Known): Candidate {
  return { rule, reading, subjectId, stored, before: stored ? beforeOf(stored, open) : idle };
}

/** An instance whose alert somebody ended while it was evaluated begins again. */
function beforeOf(stored: StoredInstance, open: ReadonlySet<string>): Instance {
  const before = instanceOf(stored);
  const fires = before.phase === "firing" || before.phase === "recovering";
  const isLost = fires && (stored.incidentId === null || !open.has(stored.incidentId));
  return isLost ? { ...idle, transitionsMs: before.transitionsMs } : before;
}

/** A rule of a person is about their own objects; one of the panel about all. */
function concerns(rule: StoredRule, reading: Reading): boolean {
  return (
    (rule.subjectId === null || rule.subjectId === reading.subjectId) &&
    (rule.ownerId === null || rule.ownerId === reading.ownerId)
  );
}
