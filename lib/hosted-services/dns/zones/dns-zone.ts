import { sql } from "@/lib/db/transaction";
import { defineHostedKind } from "../../resources/define-hosted-kind";
import type { HostedDefinition } from "../../resources/hosted-definition";
import { type ObservedZone, observedZoneSchema, PowerDnsZones, type ZoneSpec } from "../powerdns/powerdns-zones";
import { mergeSets } from "./merge-sets";
import { retireSerial } from "./retired-serial";
import { adoptOrphanZone, adoptZoneDifference, compareZone } from "./zone-drift";
import { readRecords } from "./zone-records";

/** DNS zones as a kind of hosted object. */
export const dnsZoneDefinition: HostedDefinition<ZoneSpec, ObservedZone> = {
  kind: "dns-zone",
  noun: "zone",
  pages: { label: "DNS zones", list: "/dns", detail: (id) => `/dns/${id}` },
  providers: ["dns"],
  quota: { USER: 10, GUEST: 0 },
  observed: observedZoneSchema,
  connect: (connection) => new PowerDnsZones(connection),
  loadSpec: async (db, { id }) => {
    const zone = await db.prisma.dnsZone.findUnique({ where: { id } });
    if (!zone) return null;
    const { serial, nameservers, dnssec, secondaries } = zone;
    const { customer, system } = await readRecords(db, id);
    return { serial, nameservers, dnssec, secondaries, rrsets: mergeSets(customer, system) };
  },
  compare: compareZone,
  adoptDifference: adoptZoneDifference,
  adoptOrphan: adoptOrphanZone,
  storeObserved: async ({ id }, { ds }) => {
    await sql().prisma.dnsZone.updateMany({ where: { id }, data: { ds } });
  },
  onRunEnded: async (tx, { id, objectName: name }, plan, { state }) => {
    if (plan !== "delete" || state !== "succeeded") return;
    const zone = await tx.prisma.dnsZone.findUnique({ where: { id } });
    if (zone) await retireSerial(tx, name, zone.serial);
  },
};

export const dnsZoneKind = defineHostedKind(dnsZoneDefinition);
