import type { Actor } from "@/lib/access/actor";
import type { Tx } from "@/lib/db/transaction";
import { deleteHosted, retryHosted } from "../../resources/change-hosted";
import { dnsZoneKind } from "./dns-zone";
import { loadZone } from "./load-zone";

const locked = (actor: Actor, id: string, permission: "zone.manage" | "zone.delete") => (tx: Tx) =>
  loadZone(actor, id, permission, tx, { lock: true });

/** Deletes the zone with its records and its history. */
export const deleteZone = (actor: Actor, id: string) =>
  deleteHosted(actor, dnsZoneKind, locked(actor, id, "zone.delete"));

/** Tries a failed create again. */
export const retryZone = (actor: Actor, id: string) =>
  retryHosted(actor, dnsZoneKind, locked(actor, id, "zone.manage"));
