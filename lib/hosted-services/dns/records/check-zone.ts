import type { RecordProblem, Rrset } from "./contract";
import { aliasWithoutAddresses, cnameAlone } from "./rules/aliases";
import { apexNameServers, placesInZone } from "./rules/apex";
import { dsAtDelegation, nameServersHaveAddresses, nothingBelowDelegation } from "./rules/delegations";
import { zoneSize } from "./rules/limits";
import { viewOf, type ZoneRule } from "./rules/zone-view";

const rules: readonly ZoneRule[] = [
  placesInZone,
  apexNameServers,
  cnameAlone,
  aliasWithoutAddresses,
  dsAtDelegation,
  nothingBelowDelegation,
  nameServersHaveAddresses,
  zoneSize,
];

/**
 * What is wrong with all records of a zone together; they are canonical and without the SOA. Linear in their number.
 */
export function checkZone(zone: string, rrsets: readonly Rrset[]): RecordProblem[] {
  const view = viewOf(zone, rrsets);
  return rules.flatMap((rule) => rule(view));
}
