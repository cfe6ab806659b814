import type { RecordProblem, Rrset } from "../records/contract";
import { readRrsets } from "../records/read-rrset";
import type { ZoneTemplateName } from "./contract";
import { empty } from "./kinds/empty";
import { googleWorkspace, microsoft365 } from "./kinds/mail-elsewhere";
import { parked } from "./kinds/parked";
import { website } from "./kinds/website";
import type { ZoneTemplate } from "./zone-template";

/** All templates, for lists. */
export const zoneTemplates: Readonly<Record<ZoneTemplateName, ZoneTemplate>> = {
  empty,
  website,
  "google-workspace": googleWorkspace,
  "microsoft-365": microsoft365,
  parked,
};

/**
 * The canonical records of a new zone: the name servers of the provider and what the template adds. Throws zod's error
 * if the parameters are wrong.
 */
export function recordsOfTemplate(
  zone: string,
  nameServers: readonly string[],
  name: ZoneTemplateName,
  parameters: unknown,
): { rrsets: Rrset[]; problems: RecordProblem[] } {
  const apex = { name: "@", type: "NS", ttl: 86_400, values: nameServers };
  return readRrsets([apex, ...zoneTemplates[name].build(parameters, zone)], zone);
}
