import type { ParentState, ZoneParentView } from "./contract";

/** Answers of DNS; null where it did not answer. */
export type ParentAnswers = { ds: readonly string[] | null; nameservers: readonly string[] | null };
export type ParentWish = { isSigned: boolean; ds: readonly string[]; nameservers: readonly string[] };

/**
 * Whether resolvers can use the zone. A DS record of one of our keys is enough; without a signature there must be none.
 * Each name server that DNS answers has to be one of the zone's. Pure.
 */
export function compareParent(wish: ParentWish, { ds, nameservers }: ParentAnswers): ZoneParentView {
  return {
    ds: { state: dsState(wish, ds), found: [...(ds ?? [])] },
    nameservers: { state: nameserverState(wish, nameservers), found: [...(nameservers ?? [])] },
  };
}

/** Key tag, algorithm, type of the digest, and the digest, whose case and spaces mean nothing (RFC 4034, 5.3). */
export function canonicalDs(text: string): string {
  const [tag, algorithm, type, ...digest] = text.trim().split(/\s+/);
  return `${tag} ${algorithm} ${type} ${digest.join("").toUpperCase()}`;
}

export function haveCommonDs(own: readonly string[], found: readonly string[]): boolean {
  const known = new Set(own.map(canonicalDs));
  return found.some((record) => known.has(canonicalDs(record)));
}

function dsState({ isSigned, ds }: ParentWish, found: readonly string[] | null): ParentState {
  if (found === null) return "unknown";
  if (!isSigned) return found.length === 0 ? "ok" : "different";
  if (found.length === 0) return "missing";
  return haveCommonDs(ds, found) ? "ok" : "different";
}

function nameserverState({ nameservers }: ParentWish, found: readonly string[] | null): ParentState {
  if (found === null) return "unknown";
  if (found.length === 0) return "missing";
  const names = (list: readonly string[]) => new Set(list.map((name) => name.toLowerCase().replace(/\.$/, "")));
  const own = names(nameservers);
  return [...names(found)].every((name) => own.has(name)) ? "ok" : "different";
}
