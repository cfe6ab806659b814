import type { RecordProblem } from "../contract";
import { setsAt, type ZoneRule } from "./zone-view";

/** A name with a CNAME has nothing else (RFC 1034, 3.6.2), so the apex, which has SOA and NS, has none. */
export const cnameAlone: ZoneRule = (view) =>
  view.rrsets.flatMap(({ name, type, values }, rrset): RecordProblem[] => {
    if (type !== "CNAME") return [];
    const at = (field: "name" | "values", message: string) => [{ rrset, field, message }];
    if (name === view.zone) return at("name", "The zone's own name (@) cannot be a CNAME. Use ALIAS instead.");
    if (values[0] === name) return at("values", "This CNAME leads to itself. Write another name.");
    const others = setsAt(view, name).filter((other) => other.type !== "CNAME");
    if (others.length === 0) return [];
    const list = others.map((other) => other.type).join(", ");
    return at("name", `A name with a CNAME has no other records, and this one has ${list}. Remove them, or use ALIAS.`);
  });

/** The name server answers A and AAAA of an ALIAS from its target; own ones beside it would be mixed in. */
export const aliasWithoutAddresses: ZoneRule = (view) =>
  view.rrsets.flatMap(({ name, type, values }, rrset): RecordProblem[] => {
    if (type !== "ALIAS") return [];
    if (values[0] === name)
      return [{ rrset, field: "values", message: "This ALIAS leads to itself. Write another name." }];
    if (setsAt(view, name, ["A", "AAAA"]).length === 0) return [];
    return [
      { rrset, field: "name", message: "A name with an ALIAS has no A and AAAA records. Remove them, or the ALIAS." },
    ];
  });

/** PowerDNS answers an ALIAS without signatures, so that resolvers that validate take the answer for forged. */
export const aliasUnsigned: ZoneRule = ({ signed, rrsets }) =>
  rrsets.flatMap(({ type }, rrset): RecordProblem[] => {
    if (!signed || type !== "ALIAS") return [];
    const message = "DNSSEC cannot sign an ALIAS. Use A and AAAA records, or switch DNSSEC off.";
    return [{ rrset, field: "type", message }];
  });
