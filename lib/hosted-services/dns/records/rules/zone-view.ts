import type { RecordProblem, RecordType, Rrset, ZoneRecords } from "../contract";

/** The canonical records of a zone, for rules that look at several of them. */
export type ZoneView = {
  zone: string;
  signed: boolean;
  rrsets: readonly Rrset[];
  /** Positions in `rrsets`. */
  byName: ReadonlyMap<string, readonly number[]>;
};

/** A rule returns what is wrong; all of its problems lead to a place in `rrsets`. */
export type ZoneRule = (view: ZoneView) => RecordProblem[];

export function viewOf({ name: zone, signed, rrsets }: ZoneRecords): ZoneView {
  const byName = new Map<string, number[]>();
  for (const [index, { name }] of rrsets.entries()) {
    const indexes = byName.get(name);
    if (indexes) indexes.push(index);
    else byName.set(name, [index]);
  }
  return { zone, signed, rrsets, byName };
}

/** Sets of this name, optionally of some types. */
export function setsAt(view: ZoneView, name: string, types?: readonly RecordType[]): Rrset[] {
  const sets = (view.byName.get(name) ?? []).flatMap((index) => view.rrsets[index] ?? []);
  return types ? sets.filter(({ type }) => types.includes(type)) : sets;
}

/** `name` and the names above it that are below the zone, the lowest first. */
export function namesUpTo(name: string, zone: string): string[] {
  const names: string[] = [];
  for (let rest = name; rest.length > zone.length; rest = rest.slice(rest.indexOf(".") + 1)) names.push(rest);
  return names;
}
