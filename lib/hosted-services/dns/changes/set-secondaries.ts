import type { Actor } from "@/lib/access/actor";
import { transaction } from "@/lib/db/transaction";
import { audit, requestApply, requireState } from "../../resources/change-hosted";
import type { ZoneView } from "../zones/contract";
import { dnsZoneKind } from "../zones/dns-zone";
import { loadZone } from "../zones/load-zone";
import { toZoneView } from "../zones/zone-views";

/** The servers that may transfer the zone (AXFR) and are notified of its changes (RFC 1996). */
export async function setSecondaries(
  actor: Actor,
  id: string,
  { addresses }: { addresses: string[] },
): Promise<ZoneView> {
  return transaction(async (tx) => {
    const row = await loadZone(actor, id, "zone.manage", tx, { lock: true });
    requireState(dnsZoneKind, row, ["active"]);
    const secondaries = [...new Set(addresses)];
    await tx.prisma.dnsZone.update({ where: { id }, data: { secondaries } });
    await audit(tx, actor, dnsZoneKind, row, "secondaries_changed", { secondaries });
    await requestApply(tx, dnsZoneKind, row, actor);
    return toZoneView(await loadZone(actor, id, "zone.manage", tx));
  });
}
