import type { RecordType, Rrset } from "./contract";
import { displayName, displayOwner } from "./names";
import { recordKinds } from "./registry";
import { joinTokens, tokenise } from "./tokens";

/** A set as people read it: names without the zone, Unicode, texts without quotes where these mean nothing. */
export function displayRrset(rrset: Rrset, zone: string): Rrset {
  const values = rrset.values.map((value) => displayValue(rrset.type, value));
  return { ...rrset, name: displayOwner(rrset.name, zone), values };
}

export function displayValue(type: RecordType, value: string): string {
  const { nameAt, display } = recordKinds[type];
  if (display) return display(value);
  if (nameAt === undefined) return value;
  const tokens = tokenise(value);
  return joinTokens(tokens.map((token, at) => (at === nameAt ? { ...token, text: displayName(token.text) } : token)));
}
