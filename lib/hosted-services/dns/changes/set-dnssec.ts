import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { requireState } from "../../resources/change-hosted";
import { refuseWhileDelegatedSigned } from "../parent/check-parent";
import { checkZone } from "../records/check-zone";
import type { ZoneView } from "../zones/contract";
import { dnsZoneKind } from "../zones/dns-zone";
import { loadZone } from "../zones/load-zone";
import { mergeSets } from "../zones/merge-sets";
import { readRecords } from "../zones/zone-records";
import { toZoneView } from "../zones/zone-views";
import { recordChange } from "./change-zone";

/**
 * Lets the name server sign the zone, or stop it. Off destroys the keys: on again makes others. Throws `ds_at_parent` while
 * the domain would stop working; staff may do it.
 */
export async function setDnssec(actor: Actor, id: string, { enabled }: { enabled: boolean }): Promise<ZoneView> {
  const before = await loadZone(actor, id, "zone.manage", sql());
  const isOwner = before.ownerId === actor.userId;
  if (!enabled && before.zone.dnssec && isOwner) await refuseWhileDelegatedSigned(before);
  return transaction(async (tx) => {
    const row = await loadZone(actor, id, "zone.manage", tx, { lock: true });
    requireState(dnsZoneKind, row, ["active"]);
    if (row.zone.dnssec === enabled) return toZoneView(row);
    if (enabled) {
      const { customer, system } = await readRecords(tx, id);
      const [problem] = checkZone({ name: row.objectName, signed: true, rrsets: mergeSets(customer, system) });
      if (problem) throw coreErrors.validation_failed({ errors: [{ path: "enabled", message: problem.message }] });
    }
    await tx.prisma.dnsZone.update({ where: { id }, data: { dnssec: enabled, ds: [] } });
    await recordChange(tx, actor, row, { action: enabled ? "dnssec_on" : "dnssec_off", diff: [] });
    return toZoneView(await loadZone(actor, id, "zone.manage", tx));
  });
}
