import type { Rrset } from "../records/contract";
import type { RrsetChange } from "./contract";

export const keyOf = ({ name, type }: Pick<Rrset, "name" | "type">) => `${name} ${type}`;
type State = RrsetChange["before"];

/** The same records: the order of values means nothing in DNS. */
export function sameState(left: State, right: State): boolean {
  if (left === null || right === null) return left === right;
  if (left.ttl !== right.ttl || left.values.length !== right.values.length) return false;
  const values = new Set(left.values);
  return right.values.every((value) => values.has(value));
}

/**
 * What has to change so that `before` becomes `after`; both canonical, each name and type once. Ordered by name and
 * type. Serves the preview of an import, bulk edits, the history and the comparison with the name server.
 */
export function diffZones(before: readonly Rrset[], after: readonly Rrset[]): RrsetChange[] {
  const old = new Map(before.map((rrset) => [keyOf(rrset), rrset]));
  const wanted = new Set(after.map(keyOf));
  const changes = [
    ...before.filter((rrset) => !wanted.has(keyOf(rrset))).map((rrset) => changeOf(rrset, stateOf(rrset), null)),
    ...after.map((rrset) => changeOf(rrset, stateOf(old.get(keyOf(rrset))), stateOf(rrset))),
  ];
  return changes.filter((change) => !sameState(change.before, change.after)).sort(byKey);
}

function stateOf(rrset: Rrset | undefined): State {
  return rrset ? { ttl: rrset.ttl, values: [...rrset.values] } : null;
}

function changeOf({ name, type }: Rrset, before: State, after: State): RrsetChange {
  return { name, type, before, after };
}

function byKey(left: RrsetChange, right: RrsetChange): number {
  return keyOf(left) < keyOf(right) ? -1 : 1;
}

/** The values that a change adds and removes, for pages. */
export function valuesOfChange({ before, after }: RrsetChange): { added: string[]; removed: string[]; kept: string[] } {
  const old = new Set(before?.values);
  const now = new Set(after?.values);
  return {
    added: [...now].filter((value) => !old.has(value)),
    removed: [...old].filter((value) => !now.has(value)),
    kept: [...now].filter((value) => old.has(value)),
  };
}
