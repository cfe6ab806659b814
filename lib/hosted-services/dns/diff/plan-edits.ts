import { checkZone } from "../records/check-zone";
import { type RecordProblem, type Rrset, refusedTypeReason, type ZoneRecords } from "../records/contract";
import { attempt } from "../records/invalid-record";
import { typedOwner } from "../records/names";
import { isRecordType, type RrsetInput, readRrset } from "../records/read-rrset";
import { applyChanges } from "./apply-changes";
import type { RrsetChange } from "./contract";
import { diffZones, keyOf } from "./diff-zones";

/** Edits as people type them. */
export type TypedEdits = { put: readonly RrsetInput[]; remove: readonly { name: string; type: string }[] };
/** `in` says which list `rrset` counts in; in `zone` it is a record that no edit names. */
export type EditProblem = RecordProblem & { in: "put" | "remove" | "zone" };

/**
 * Checks edits of a zone as a whole and returns what they change. Problems that the zone had before, such as records
 * that another program wrote, do not hold up an edit elsewhere.
 */
export function planEdits(zone: ZoneRecords, edits: TypedEdits): { changes: RrsetChange[]; problems: EditProblem[] } {
  const problems: EditProblem[] = [];
  const places = new Map<string, { in: "put" | "remove"; rrset: number }>();
  const changes: RrsetChange[] = [];
  const claim = (place: { in: "put" | "remove"; rrset: number }, change: RrsetChange) => {
    const known = places.has(keyOf(change));
    places.set(keyOf(change), place);
    if (!known) changes.push(change);
    else problems.push({ ...place, field: "name", message: "The edits name these records twice. Keep one of them." });
  };
  for (const [rrset, input] of edits.put.entries()) {
    const read = readRrset(input, zone.name, rrset);
    problems.push(...read.problems.map((problem) => ({ ...problem, in: "put" as const })));
    if (read.rrset) claim({ in: "put", rrset }, { ...read.rrset, before: null, after: read.rrset });
  }
  for (const [rrset, key] of edits.remove.entries()) {
    const read = readKey(key, zone.name);
    if ("problem" in read) problems.push({ in: "remove", rrset, ...read.problem });
    else claim({ in: "remove", rrset }, { ...read.key, before: null, after: null });
  }
  if (problems.length === 0) problems.push(...checkChanges(zone, changes, places));
  return { changes: problems.length > 0 ? [] : diffZones(zone.rrsets, applyChanges(zone.rrsets, changes)), problems };
}

type Key = Pick<Rrset, "name" | "type">;
type KeyProblem = { field: "name" | "type"; message: string };

function readKey({ name, type }: { name: string; type: string }, zone: string): { key: Key } | { problem: KeyProblem } {
  const upper = type.trim().toUpperCase();
  if (!isRecordType(upper)) return { problem: { field: "type", message: refusedTypeReason(upper) } };
  const owner = attempt(() => typedOwner(name, zone));
  if ("message" in owner) return { problem: { field: "name", message: owner.message } };
  return { key: { name: owner.value, type: upper } };
}

type Places = ReadonlyMap<string, { in: "put" | "remove"; rrset: number }>;

/** Rules of the zone that the changes break and that held before. For changes that nobody typed, such as an undo. */
export function checkChanges(
  zone: ZoneRecords,
  changes: readonly RrsetChange[],
  places: Places = new Map(),
): EditProblem[] {
  const after = applyChanges(zone.rrsets, changes);
  const textOf = (problem: RecordProblem, rrsets: readonly Rrset[]) =>
    `${subjectOf(problem, rrsets)} ${problem.message}`;
  const known = new Set(checkZone(zone).map((problem) => textOf(problem, zone.rrsets)));
  const found = checkZone({ ...zone, rrsets: after }).filter((problem) => !known.has(textOf(problem, after)));
  return found.map((problem) => {
    const subject = subjectOf(problem, after);
    // The zone as a whole needs its name servers: the edit that takes them away is the wrong one.
    const place = places.get(subject ?? keyOf({ name: zone.name, type: "NS" }));
    if (place) return { ...problem, ...place };
    // A record that was there before breaks a rule now. The message names it, since no edit does.
    return { ...problem, in: "zone", message: `${subject ? `${subject}: ` : ""}${problem.message}` };
  });
}

function subjectOf({ rrset }: RecordProblem, rrsets: readonly Rrset[]): string | null {
  const set = rrset === null ? undefined : rrsets[rrset];
  return set ? keyOf(set) : null;
}
