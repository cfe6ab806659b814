import type { Rrset } from "../records/contract";
import type { RrsetChange } from "./contract";
import { keyOf, sameState } from "./diff-zones";

/** The records after the changes; what the changes do not name stays. */
export function applyChanges(rrsets: readonly Rrset[], changes: readonly RrsetChange[]): Rrset[] {
  const result = new Map(rrsets.map((rrset) => [keyOf(rrset), rrset]));
  for (const { name, type, after } of changes) {
    if (after) result.set(keyOf({ name, type }), { name, type, ttl: after.ttl, values: [...after.values] });
    else result.delete(keyOf({ name, type }));
  }
  return [...result.values()];
}

/** The changes that take these ones back. */
export function inverseOf(changes: readonly RrsetChange[]): RrsetChange[] {
  return changes.map(({ before, after, ...key }) => ({ ...key, before: after, after: before }));
}

/**
 * The changes that undo `changes`, or the records that someone has changed since: undoing would overwrite what they
 * wrote. Records that are already as before need no change.
 */
export function undoChanges(
  current: readonly Rrset[],
  changes: readonly RrsetChange[],
): { changes: RrsetChange[] } | { conflicts: RrsetChange[] } {
  const now = new Map(current.map((rrset) => [keyOf(rrset), { ttl: rrset.ttl, values: rrset.values }]));
  const stateNow = (change: RrsetChange) => now.get(keyOf(change)) ?? null;
  const open = inverseOf(changes).filter((change) => !sameState(stateNow(change), change.after));
  const conflicts = open.filter((change) => !sameState(stateNow(change), change.before));
  return conflicts.length > 0 ? { conflicts } : { changes: open };
}
