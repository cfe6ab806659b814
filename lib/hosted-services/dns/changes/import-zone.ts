import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { LineProblem } from "../bind/contract";
import { readZoneText } from "../bind/read-zone-text";
import { diffZones } from "../diff/diff-zones";
import type { Rrset } from "../records/contract";
import type { ImportZoneInput, ZoneImportView } from "../zones/contract";
import { changeZone, type PlannedZone } from "./change-zone";

/**
 * Replaces the customer's records by those of a zone file, or shows what this would change. With a problem in any line
 * nothing is imported.
 */
export async function importZone(
  actor: Actor,
  id: string,
  { text, apply, keepNameServers }: ImportZoneInput,
  { expected }: { expected: number | null },
): Promise<ZoneImportView> {
  let problems: LineProblem[] = [];
  const plan = (zone: PlannedZone) => {
    const read = readZoneText(text, zone.name, zone.signed);
    problems = read.problems;
    if (problems.length === 0) return diffZones(zone.rrsets, keepNameServers ? kept(zone, read.rrsets) : read.rrsets);
    if (apply) throw refusal(problems);
    return [];
  };
  const result = await changeZone(actor, id, { action: "import", expected, dryRun: !apply, plan });
  return { ...result, problems };
}

/** The NS records of the zone itself stay those of the panel: a file from another provider has its own. */
function kept(zone: PlannedZone, rrsets: readonly Rrset[]): Rrset[] {
  const isOfApex = ({ name, type }: Rrset) => name === zone.name && type === "NS";
  return [...zone.rrsets.filter(isOfApex), ...rrsets.filter((rrset) => !isOfApex(rrset))];
}

function refusal(problems: readonly LineProblem[]) {
  const errors = problems.map(({ line, message }) => ({ path: "text", message: `Line ${line}: ${message}` }));
  return coreErrors.validation_failed({ errors });
}
