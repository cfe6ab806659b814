import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { AlertIncident } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { sql, transaction } from "@/lib/db/transaction";
import { lockIncident } from "../alerts.sql";
import type { AlertDetail } from "../contract";
import { alertErrors } from "../errors";
import { ownerReached } from "../rules/load-rule";
import { getAlert } from "./queries";

/** The alert when the actor may do this to it, else `not_found`. */
export async function loadAlert(actor: Actor, id: string, permission: Permission, db = sql()): Promise<AlertIncident> {
  const ownerId = ownerReached(actor, permission);
  const row = await db.prisma.alertIncident.findFirst({ where: { id, ...(ownerId === null ? {} : { ownerId }) } });
  if (!row) throw coreErrors.not_found({ detail: "There is no such alert." });
  return row;
}

/** Changes an alert that has not ended, under its lock; resolves with it as it is then. */
export async function handleAlert(
  actor: Actor,
  id: string,
  change: (tx: Tx, alert: AlertIncident) => Promise<void>,
): Promise<AlertDetail> {
  await transaction(async (tx) => {
    await tx.row(lockIncident, [id]);
    const alert = await loadAlert(actor, id, "alert.handle", tx);
    if (alert.resolvedAt !== null) throw alertErrors.alert_resolved();
    await change(tx, alert);
  });
  return getAlert(actor, id);
}
