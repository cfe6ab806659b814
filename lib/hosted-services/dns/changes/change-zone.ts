import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { audit, requestApply, requireState } from "../../resources/change-hosted";
import { applyChanges } from "../diff/apply-changes";
import type { RrsetChange } from "../diff/contract";
import { diffZones } from "../diff/diff-zones";
import { checkChanges, type EditProblem } from "../diff/plan-edits";
import type { ZoneRecords } from "../records/contract";
import type { ZoneAction, ZoneChangeView } from "../zones/contract";
import { dnsZoneKind } from "../zones/dns-zone";
import { type LoadedZone, loadZone } from "../zones/load-zone";
import { mergeSets } from "../zones/merge-sets";
import { nextSerial } from "../zones/serial";
import { readRecords, type SourcedRecords, writeChanges } from "../zones/zone-records";

/** What a plan decides upon: the customer's records, which it changes. */
export type PlannedZone = ZoneRecords & { row: LoadedZone };

export type ZoneChange = {
  permission?: Permission;
  action: ZoneAction;
  /** `zone_changed` unless the zone has this serial; null: whatever it has. */
  expected?: number | null;
  dryRun?: boolean;
  /** The changes, or an error that says why there are none. */
  plan: (zone: PlannedZone, tx: Tx) => Promise<RrsetChange[]> | RrsetChange[];
  /** In the same transaction, with the id of the change. */
  afterwards?: (tx: Tx, changeId: string) => Promise<void>;
};

/**
 * Every change of records: one transaction under the lock of the zone writes records, history and serial, and a run
 * applies them. A plan without changes changes nothing, not even the serial.
 */
export async function changeZone(actor: Actor, id: string, change: ZoneChange): Promise<ZoneChangeView> {
  const { action, expected = null, dryRun = false, permission = "zone.manage" } = change;
  return transaction(async (tx) => {
    const row = await loadZone(actor, id, permission, tx, { lock: !dryRun });
    const { serial, dnssec } = row.zone;
    if (!dryRun) requireState(dnsZoneKind, row, ["active"]);
    if (expected !== null && expected !== serial) {
      throw hostedServiceErrors.zone_changed({ detail: `The zone has serial ${serial}.`, extra: { serial } });
    }
    const records = await readRecords(tx, id);
    const zone = { name: row.objectName, signed: dnssec, rrsets: records.customer };
    const changes = await change.plan({ ...zone, row }, tx);
    refuseClashes(zone, records, changes);
    if (dryRun || changes.length === 0) return { serial, applied: false, changes };
    await writeChanges(tx, id, "customer", changes);
    const written = await recordChange(tx, actor, row, { action, diff: changes });
    await change.afterwards?.(tx, written.id);
    return { serial: written.serial, applied: true, changes };
  });
}

/** Raises the serial, keeps the change in the history and lets a run apply what the zone should be now. */
export async function recordChange(
  tx: Tx,
  actor: Actor,
  row: LoadedZone,
  { action, diff }: { action: ZoneAction; diff: RrsetChange[] },
): Promise<{ id: string; serial: number }> {
  const serial = nextSerial(row.zone.serial, new Date());
  const id = newId("dnsChange");
  await tx.prisma.dnsZone.update({ where: { id: row.id }, data: { serial } });
  await tx.prisma.dnsChange.create({ data: { id, zoneId: row.id, serial, action, actorId: actor.userId, diff } });
  await audit(tx, actor, dnsZoneKind, row, "changed", { change: action, serial, sets: diff.length });
  await requestApply(tx, dnsZoneKind, row, actor);
  return { id, serial };
}

/** Rules between the customer's records and those that the panel wrote for other services. */
function refuseClashes(zone: ZoneRecords, { customer, system }: SourcedRecords, changes: readonly RrsetChange[]): void {
  if (system.length === 0) return;
  const before = mergeSets(customer, system);
  const after = mergeSets(applyChanges(customer, changes), system);
  const problems = checkChanges({ ...zone, rrsets: before }, diffZones(before, after));
  if (problems.length > 0) throw clash(problems);
}

const clash = ([problem]: EditProblem[]) =>
  hostedServiceErrors.provider_refused({
    detail: `This clashes with records that the panel wrote for another service. ${problem?.message ?? ""}`,
  });
