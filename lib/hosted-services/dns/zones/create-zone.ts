import { getDomain } from "tldts-icann";
import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { coreErrors, type FieldError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { HostedProvider } from "@/lib/db/generated/client";
import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import { type Tx, transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { acceptHosted } from "../../resources/accept-hosted";
import { audit } from "../../resources/change-hosted";
import { nameServersOf } from "../powerdns/name-servers";
import { checkZone } from "../records/check-zone";
import type { Rrset } from "../records/contract";
import { displayName, isWithin } from "../records/names";
import { zoneTemplateParameters } from "../templates/contract";
import { recordsOfTemplate } from "../templates/records-of-template";
import type { CreateZoneInput, ZoneView } from "./contract";
import { dnsZoneKind } from "./dns-zone";
import { readRetiredSerial } from "./retired-serial";
import { nextSerial } from "./serial";
import { readZoneName } from "./zone-name";
import { addRecords } from "./zone-records";
import { toZoneView } from "./zone-views";

/** Accepts a zone with the records of its template; the worker creates it at a name server. */
export async function createZone(actor: Actor, input: CreateZoneInput): Promise<ZoneView> {
  const reach = authorise(actor, "zone.create");
  const ownerId = requireUserId(actor);
  const zone = zoneNameOf(input.name);
  const parameters = parametersOf(input);
  const id = newId("zone");
  return transaction(async (tx) => {
    if (reach === "own") {
      await refuseNameServers(tx, zone);
      await refuseOverlap(tx, zone, ownerId);
    }
    const retiredSerial = await readRetiredSerial(tx, zone);
    const name = displayName(zone).slice(0, -1);
    const { resource, provider } = await acceptHosted(tx, dnsZoneKind, actor, {
      id,
      ownerId,
      name,
      objectName: zone,
      ...(input.provider === undefined ? {} : { providerId: input.provider }),
    });
    const { nameservers, rrsets } = firstRecords(zone, provider, input.template, parameters);
    const data = { id, serial: nextSerial(retiredSerial, new Date()), nameservers, ds: [] };
    const created = await tx.prisma.dnsZone.create({ data });
    await addRecords(tx, id, "customer", rrsets);
    await audit(tx, actor, dnsZoneKind, { id, status: "provisioning" }, "created", { name });
    return toZoneView({ ...resource, zone: { ...created, _count: { rrsets: rrsets.length } } });
  });
}

const invalid = (...errors: FieldError[]) => coreErrors.validation_failed({ errors });

function zoneNameOf(text: string): string {
  const zone = readZoneName(text);
  if ("message" in zone) throw invalid({ path: "name", message: zone.message });
  return zone.value;
}

function parametersOf({ template, parameters }: CreateZoneInput): unknown {
  const parsed = zoneTemplateParameters[template].safeParse(parameters);
  if (parsed.success) return parsed.data;
  throw invalid(
    ...parsed.error.issues.map(({ path, message }) => ({ path: ["parameters", ...path].join("."), message })),
  );
}

/**
 * The name servers of example.com answer for all names below it, so no other customer gets a zone below or above. All such
 * names share their registrable domain, whose lock makes creates of them one after another.
 */
async function refuseOverlap(tx: Tx, zone: string, ownerId: string): Promise<void> {
  const domain = `${getDomain(zone.slice(0, -1)) ?? ""}.`;
  await tx.run(lockSubjectUntilCommit, [`dns-zone:${domain}`]);
  const others = await tx.prisma.hostedResource.findMany({
    where: { kind: "dns-zone", objectName: { endsWith: domain }, ownerId: { not: ownerId } },
    select: { objectName: true },
  });
  const isBesides = ({ objectName }: { objectName: string }) =>
    objectName !== zone && (isWithin(zone, objectName) || isWithin(objectName, zone));
  if (!others.some(isBesides)) return;
  const detail = `Another customer has a zone above or below ${displayName(zone)} Ask an administrator to create it.`;
  throw hostedServiceErrors.name_taken({ detail });
}

/** The owner of such a zone would answer for the addresses of the name servers, and so for all zones on them. */
async function refuseNameServers(tx: Tx, zone: string): Promise<void> {
  const providers = await tx.prisma.hostedProvider.findMany({ where: { kind: { in: [...dnsZoneKind.providers] } } });
  const names = providers.flatMap(nameServersOf);
  if (!names.some((name) => isWithin(name, zone))) return;
  const detail = `Our name servers are in ${displayName(zone)} Ask an administrator to create this zone.`;
  throw hostedServiceErrors.name_taken({ detail });
}

function firstRecords(
  zone: string,
  provider: Pick<HostedProvider, "id" | "connectionSealed">,
  template: CreateZoneInput["template"],
  parameters: unknown,
): { nameservers: string[]; rrsets: Rrset[] } {
  const nameservers = nameServersOf(provider);
  const { rrsets, problems } = recordsOfTemplate(zone, nameservers, template, parameters);
  // In their own zone the name servers get their addresses afterwards.
  const isOwnZone = nameservers.some((name) => isWithin(name, zone));
  const [problem] = problems.length > 0 || isOwnZone ? problems : checkZone({ name: zone, signed: false, rrsets });
  if (problem) throw invalid({ path: "name", message: problem.message });
  return { nameservers, rrsets };
}
