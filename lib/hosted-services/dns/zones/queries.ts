import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { listTimeline } from "@/lib/workloads/queries";
import type { HostedEventView } from "../../contract";
import { withNames } from "../../resources/hosted-views";
import { formatZoneText } from "../bind/format-zone-text";
import type { ZoneHistoryView, ZoneRecordView, ZoneView } from "./contract";
import { loadZone } from "./load-zone";
import { mergeSets } from "./merge-sets";
import { soaOf } from "./serial";
import { readRecords } from "./zone-records";
import { toHistoryView, toRecordView, toZoneView } from "./zone-views";

type Page<T> = { items: T[]; nextCursor: string | null };

/** Zones within the actor's reach, the newest first. Staff see their own unless `all` is asked for. */
export async function listZones(
  actor: Actor,
  query: ListQuery & { all?: boolean | undefined },
): Promise<Page<ZoneView>> {
  const reach = authorise(actor, "zone.read");
  const owned = reach === "all" && query.all === true ? {} : { ownerId: actor.userId ?? "" };
  const limited = actor.resourceIds ? { id: { in: [...actor.resourceIds] } } : {};
  const named = query.q ? { name: { contains: query.q, mode: "insensitive" as const } } : {};
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedResource.findMany({
      where: { AND: [where, { kind: "dns-zone" }, owned, limited, named] },
      include: { ...withNames, zone: true },
      orderBy,
      take,
    }),
  );
  const counts = await countSets(rows.map(({ id }) => id));
  const items = rows.flatMap(({ zone, ...row }) => {
    if (!zone) return [];
    return [toZoneView({ ...row, zone: { ...zone, _count: { rrsets: counts.get(row.id) ?? 0 } } })];
  });
  return { items, nextCursor };
}

/** Of these zones only: a count in the list's own statement reads the records of all zones. */
async function countSets(ids: string[]): Promise<Map<string, number>> {
  const where = { zoneId: { in: ids } };
  const groups = await sql().prisma.dnsRrset.groupBy({ by: ["zoneId"], where, _count: true });
  return new Map(groups.map(({ zoneId, _count }) => [zoneId, _count]));
}

export async function getZone(actor: Actor, id: string): Promise<ZoneView> {
  return toZoneView(await loadZone(actor, id, "zone.read", sql()));
}

/** The records as they should be; those of the customer and of the panel apart. The zone itself comes first. */
export async function listRecords(actor: Actor, id: string): Promise<{ serial: number; items: ZoneRecordView[] }> {
  const { objectName, zone } = await loadZone(actor, id, "zone.read", sql());
  const { customer, system } = await readRecords(sql(), id);
  const items = [
    ...customer.map((rrset) => toRecordView(rrset, objectName, "customer")),
    ...system.map((rrset) => toRecordView(rrset, objectName, "system")),
  ];
  const isApex = ({ name }: ZoneRecordView) => (name === objectName ? 0 : 1);
  return { serial: zone.serial, items: items.sort((a, b) => isApex(a) - isApex(b)) };
}

/** The zone as a file that other name servers read. */
export async function exportZone(actor: Actor, id: string): Promise<{ file: string; text: string }> {
  const { objectName, zone } = await loadZone(actor, id, "zone.read", sql());
  const { customer, system } = await readRecords(sql(), id);
  const text = formatZoneText(objectName, soaOf(objectName, zone), mergeSets(customer, system));
  return { file: `${objectName}zone`, text };
}

export async function listHistory(
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<ZoneHistoryView>> {
  await loadZone(actor, id, "zone.read", sql());
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.dnsChange.findMany({
      where: { AND: [where, { zoneId: id }] },
      include: { actor: { select: { name: true } } },
      orderBy,
      take,
    }),
  );
  return { items: rows.map(toHistoryView), nextCursor };
}

export async function listZoneEvents(actor: Actor, id: string, after?: number): Promise<{ items: HostedEventView[] }> {
  await loadZone(actor, id, "zone.read", sql());
  return { items: await listTimeline(id, after) };
}
