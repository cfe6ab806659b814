import { keyOf } from "../diff/diff-zones";
import type { Rrset } from "../records/contract";

/**
 * The records that the name server gets: sets of one name and type are one set there, with the values of all sources
 * and the smallest TTL. Pure.
 */
export function mergeSets(...sources: (readonly Rrset[])[]): Rrset[] {
  const merged = new Map<string, Rrset>();
  for (const rrset of sources.flat()) {
    const known = merged.get(keyOf(rrset));
    const values = known ? [...new Set([...known.values, ...rrset.values])] : rrset.values;
    merged.set(keyOf(rrset), { ...rrset, ttl: Math.min(rrset.ttl, known?.ttl ?? rrset.ttl), values });
  }
  return [...merged.values()];
}
