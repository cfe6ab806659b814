import { z } from "zod";
import type { DnsChange, DnsSource } from "@/lib/db/generated/client";
import { toHostedView } from "../../resources/hosted-views";
import { rrsetChangeSchema } from "../diff/contract";
import type { Rrset } from "../records/contract";
import { displayRrset } from "../records/display-rrset";
import { shownChanges, type ZoneHistoryView, type ZoneRecordView, type ZoneView, zoneActions } from "./contract";
import type { LoadedZone } from "./load-zone";

export function toZoneView(row: LoadedZone): ZoneView {
  const { serial, nameservers, secondaries, dnssec, ds, _count } = row.zone;
  return {
    ...toHostedView(row),
    zone: row.objectName,
    nameservers,
    serial,
    secondaries,
    dnssec: { enabled: dnssec, ds: dnssec ? ds : [] },
    sets: _count.rrsets,
  };
}

export function toRecordView(rrset: Rrset, zone: string, source: DnsSource): ZoneRecordView {
  const { name, values } = displayRrset(rrset, zone);
  return { ...rrset, source, display: { name, values } };
}

export const diffSchema = z.array(rrsetChangeSchema);

export function toHistoryView(row: DnsChange & { actor: { name: string } | null }): ZoneHistoryView {
  const changes = diffSchema.parse(row.diff);
  return {
    id: row.id,
    serial: row.serial,
    at: row.at.toISOString(),
    action: z.enum(zoneActions).parse(row.action),
    actor: row.actor?.name ?? null,
    changes: changes.slice(0, shownChanges),
    changeCount: changes.length,
    undoneBy: row.undoneBy,
  };
}
