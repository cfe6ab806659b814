import { setsAt, type ZoneRule } from "./zone-view";

/** A zone without name servers is answered by nobody (RFC 1035, 6.1.5). PowerDNS accepts it. */
export const apexNameServers: ZoneRule = (view) =>
  setsAt(view, view.zone, ["NS"]).length > 0
    ? []
    : [
        {
          rrset: null,
          field: "type",
          message: "The zone needs at least one NS record at its own name (@). Keep or add one.",
        },
      ];

/** Names must lie in the zone, and each set must be there once. */
export const placesInZone: ZoneRule = ({ zone, rrsets }) => {
  const seen = new Set<string>();
  return rrsets.flatMap(({ name, type }, rrset) => {
    const key = `${name} ${type}`;
    const known = seen.has(key);
    seen.add(key);
    if (name !== zone && !name.endsWith(`.${zone}`)) {
      return [{ rrset, field: "name" as const, message: `The name is not in the zone ${zone} Choose a name in it.` }];
    }
    if (!known) return [];
    return [
      {
        rrset,
        field: "name" as const,
        message: `${type} records of this name are there twice. Put all values in one set.`,
      },
    ];
  });
};
