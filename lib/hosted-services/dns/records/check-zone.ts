import type { RecordProblem, ZoneRecords } from "./contract";
import { aliasUnsigned, aliasWithoutAddresses, cnameAlone } from "./rules/aliases";
import { apexNameServers, placesInZone } from "./rules/apex";
import { dsAtDelegation, nameServersHaveAddresses, nothingBelowDelegation } from "./rules/delegations";
import { zoneSize } from "./rules/limits";
import { viewOf, type ZoneRule } from "./rules/zone-view";

const rules: readonly ZoneRule[] = [
  placesInZone,
  apexNameServers,
  cnameAlone,
  aliasWithoutAddresses,
  aliasUnsigned,
  dsAtDelegation,
  nothingBelowDelegation,
  nameServersHaveAddresses,
  zoneSize,
];

/** What is wrong with all records of a zone together. Linear in their number. */
export function checkZone(zone: ZoneRecords): RecordProblem[] {
  const view = viewOf(zone);
  return rules.flatMap((rule) => rule(view));
}
