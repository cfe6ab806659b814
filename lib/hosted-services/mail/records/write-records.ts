import { systemActor } from "@/lib/access/actor";
import type { HostedResource } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { recordChange } from "../../dns/changes/change-zone";
import { diffZones } from "../../dns/diff/diff-zones";
import { checkChanges } from "../../dns/diff/plan-edits";
import { defaultTtl, type Rrset } from "../../dns/records/contract";
import { readRrsets } from "../../dns/records/read-rrset";
import { loadZone } from "../../dns/zones/load-zone";
import { mergeSets } from "../../dns/zones/merge-sets";
import { readRecords, writeChanges } from "../../dns/zones/zone-records";
import { type DomainRecord, domainRecords, isMailName, purposeOf } from "./domain-records";
import { factsOf } from "./record-facts";

/** Writes what a mail domain needs into the zone of the same owner, if there is one; in the caller's transaction. */
export async function writeMailRecords(tx: Tx, { id }: HostedResource): Promise<void> {
  const row = await tx.prisma.hostedResource.findUnique({ where: { id }, include: { provider: true, mail: true } });
  if (!row?.mail) return;
  const { mail, ...rest } = row;
  await syncZone(tx, row, domainRecords(factsOf({ ...rest, mail })));
}

/** Removes what the panel wrote for a mail domain. */
export const removeMailRecords = (tx: Tx, resource: HostedResource): Promise<void> => syncZone(tx, resource, []);

/** The closest zone of the owner that has the name in it. */
export async function zoneOf(db: Tx, { ownerId, objectName }: Pick<HostedResource, "ownerId" | "objectName">) {
  const labels = objectName.split(".");
  const names = labels.map((_, index) => `${labels.slice(index).join(".")}.`);
  const zones = await db.prisma.hostedResource.findMany({
    where: { kind: "dns-zone", ownerId, objectName: { in: names }, status: { in: ["provisioning", "active"] } },
    select: { id: true, objectName: true },
  });
  return zones.sort((a, b) => b.objectName.length - a.objectName.length)[0] ?? null;
}

async function syncZone(tx: Tx, resource: HostedResource, records: readonly DomainRecord[]): Promise<void> {
  const found = await zoneOf(tx, resource);
  if (!found) return;
  const zone = await loadZone(systemActor, found.id, "zone.manage", tx, { lock: true });
  const { customer, system } = await readRecords(tx, zone.id);
  const own = (set: Rrset) => isMailName(set.name.slice(0, -1), resource.objectName);
  const wanted = toSets(freeRecords(records, customer), found.objectName);
  const isAllowed = (set: Rrset) => {
    const before = { name: found.objectName, signed: zone.zone.dnssec, rrsets: customer };
    return checkChanges(before, diffZones(customer, mergeSets(customer, [set]))).length === 0;
  };
  const after = [...system.filter((set) => !own(set)), ...wanted.filter(isAllowed)];
  const diff = diffZones(system, after);
  if (diff.length === 0) return;
  await writeChanges(tx, zone.id, "system", diff);
  await recordChange(tx, systemActor, zone, { action: "mail", diff });
}

/** Those whose place the customer has not taken with records of their own. */
export function freeRecords(records: readonly DomainRecord[], customer: readonly Rrset[]): DomainRecord[] {
  const taken = new Set(
    customer.flatMap(({ name, type, values }) =>
      values.flatMap((value) => {
        const at = name.slice(0, -1);
        const known = type === "TXT" || type === "MX" || type === "SRV" || type === "CNAME";
        return [`${at} any`, ...(known ? [`${at} ${purposeOf({ type, value })}`] : [])];
      }),
    ),
  );
  return records.filter((record) =>
    record.type === "CNAME" ? !taken.has(`${record.name} any`) : !taken.has(`${record.name} ${purposeOf(record)}`),
  );
}

function toSets(records: readonly DomainRecord[], zone: string): Rrset[] {
  const inputs = records.map(({ name, type, value }) => ({ name: `${name}.`, type, ttl: defaultTtl, values: [value] }));
  return mergeSets(readRrsets(inputs, zone).rrsets);
}
