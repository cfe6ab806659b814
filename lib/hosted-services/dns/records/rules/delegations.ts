import type { RecordProblem } from "../contract";
import { displayOwner } from "../names";
import { namesUpTo, setsAt, type ZoneRule, type ZoneView } from "./zone-view";

/** A name with NS records that is not the apex: from there on, other name servers answer. */
const isDelegation = (view: ZoneView, name: string) => name !== view.zone && setsAt(view, name, ["NS"]).length > 0;

/** The delegation at or above a name. */
function delegationAbove(view: ZoneView, name: string): string | undefined {
  return namesUpTo(name, view.zone).find((above) => isDelegation(view, above));
}

/** DS belongs to a delegation; that of the zone itself is in its parent (RFC 4035, 2.4). */
export const dsAtDelegation: ZoneRule = (view) =>
  view.rrsets.flatMap(({ name, type }, rrset): RecordProblem[] => {
    if (type !== "DS" || isDelegation(view, name)) return [];
    if (name === view.zone) {
      return [
        {
          rrset,
          field: "name",
          message: "DS records of this zone belong into its parent. Enter them at the registrar.",
        },
      ];
    }
    return [{ rrset, field: "name", message: "DS records need NS records of the same name. Add these first." }];
  });

/** Records that a resolver would never see, since it asks the servers of the delegation. */
export const nothingBelowDelegation: ZoneRule = (view) => {
  const glue = new Set(view.rrsets.flatMap(({ type, values }) => (type === "NS" ? values : [])));
  return view.rrsets.flatMap(({ name, type }, rrset): RecordProblem[] => {
    if ((type === "A" || type === "AAAA") && glue.has(name)) return [];
    const belongsToParent = (type === "NS" || type === "DS") && isDelegation(view, name);
    const cut = delegationAbove(view, belongsToParent ? name.slice(name.indexOf(".") + 1) : name);
    if (cut === undefined) return [];
    const shown = displayOwner(cut, view.zone);
    const message = `"${shown}" is delegated: its own servers answer here. Remove the record, or the NS records.`;
    return [{ rrset, field: "name", message }];
  });
};

/** A name server inside the zone needs an address there (glue), and must not be a CNAME (RFC 2181, 10.3). */
export const nameServersHaveAddresses: ZoneRule = (view) =>
  view.rrsets.flatMap(({ name, type, values }, rrset): RecordProblem[] => {
    if (type !== "NS") return [];
    return values.flatMap((target, value) => {
      if (target !== view.zone && !target.endsWith(`.${view.zone}`)) return [];
      if (setsAt(view, target, ["A", "AAAA", "ALIAS"]).length > 0) return [];
      // The servers of another delegation know the address.
      const cut = delegationAbove(view, target);
      if (cut !== undefined && cut !== name) return [];
      const shown = displayOwner(target, view.zone);
      const message = `The name server "${shown}" in this zone has no address. Add an A or AAAA record for it first.`;
      return [{ rrset, field: "values" as const, value, message }];
    });
  });
