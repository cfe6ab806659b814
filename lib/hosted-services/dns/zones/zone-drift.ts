import { newId } from "@/lib/core/ids";
import type { HostedResource } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { lockHosted } from "../../resources/hosted.sql";
import { diffZones, keyOf } from "../diff/diff-zones";
import { nameServersOf } from "../powerdns/name-servers";
import type { ObservedZone, ZoneSpec } from "../powerdns/powerdns-zones";
import type { Rrset } from "../records/contract";
import { nextSerial } from "./serial";
import { addRecords, readRecords, writeChanges } from "./zone-records";

/** Differences between a zone in the panel and at its name server, and how what is there becomes what should be. */

const namedSets = 10;

/** What differs, as an administrator reads it. Pure. */
export function compareZone(spec: ZoneSpec, found: ObservedZone): string[] {
  const sets = diffZones(spec.rrsets, found.rrsets).map(({ name, type }) => `${name} ${type}`);
  const more = sets.length > namedSets ? ` and ${sets.length - namedSets} more` : "";
  const facts: [boolean, string][] = [
    [sets.length === 0, `Records differ: ${sets.slice(0, namedSets).join(", ")}${more}.`],
    [found.dnssec === spec.dnssec, found.dnssec ? "It is signed." : "It is not signed."],
    [
      [...found.secondaries].sort().join() === [...spec.secondaries].sort().join(),
      `It may be transferred by ${found.secondaries.join(", ") || "nobody"}.`,
    ],
    [found.serial === spec.serial, `The serial is ${found.serial} instead of ${spec.serial}.`],
  ];
  return facts.filter(([isFine]) => !isFine).map(([, sentence]) => sentence);
}

/** Takes the records of the name server for the customer's; those of the panel stay what they are. */
export async function adoptZoneDifference(tx: Tx, { id }: HostedResource, found: ObservedZone): Promise<void> {
  await tx.row(lockHosted, [id]);
  const zone = await tx.prisma.dnsZone.findUniqueOrThrow({ where: { id } });
  const { customer, system } = await readRecords(tx, id);
  const diff = diffZones(customer, withoutValues(found.rrsets, system));
  await writeChanges(tx, id, "customer", diff);
  const { secondaries } = found;
  const serial = nextSerial(Math.max(zone.serial, found.serial), new Date());
  await tx.prisma.dnsZone.update({ where: { id }, data: { serial, dnssec: found.dnssec, ds: found.ds, secondaries } });
  await tx.prisma.dnsChange.create({ data: { id: newId("dnsChange"), zoneId: id, serial, action: "adopted", diff } });
}

/** The rows of a zone that only the name server has. */
export async function adoptOrphanZone(tx: Tx, resource: HostedResource, found: ObservedZone): Promise<void> {
  const { id, providerId } = resource;
  const provider = await tx.prisma.hostedProvider.findUniqueOrThrow({ where: { id: providerId } });
  const nameservers = nameServersOf(provider);
  const serial = nextSerial(found.serial, new Date());
  const settings = { dnssec: found.dnssec, ds: found.ds, secondaries: found.secondaries };
  await tx.prisma.dnsZone.create({ data: { id, serial, nameservers, ...settings } });
  await addRecords(tx, id, "customer", found.rrsets);
}

function withoutValues(rrsets: readonly Rrset[], taken: readonly Rrset[]): Rrset[] {
  const known = new Map(taken.map((rrset) => [keyOf(rrset), new Set(rrset.values)]));
  return rrsets.flatMap((rrset) => {
    const values = rrset.values.filter((value) => !known.get(keyOf(rrset))?.has(value));
    return values.length > 0 ? [{ ...rrset, values }] : [];
  });
}
