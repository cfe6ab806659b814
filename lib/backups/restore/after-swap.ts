import { setTimeout as sleep } from "node:timers/promises";
import { systemActor } from "@/lib/access/actor";
import { acceptRestore } from "@/lib/audit/chain/accept-restore";
import { witnessFile } from "@/lib/audit/chain/witness";
import { type AuditEvent, recordAudit } from "@/lib/audit/record-audit";
import { isDatabaseUnavailable } from "@/lib/db/errors";
import { sql } from "@/lib/db/transaction";

const previousHours = 24;
/** How long the database from before is kept. */
export const keptUntil = () => new Date(Date.now() + previousHours * 3_600_000);

/** The audit log is an older one now, which its witness outside of the database would call tampering. */
export async function afterSwap({ reason, event }: { reason: string; event: AuditEvent }): Promise<void> {
  await onNewConnections(() => acceptRestore(systemActor, reason, witnessFile()));
  await onNewConnections(() => recordAudit(sql(), systemActor, event));
}

/** Connections of the pool were ended with the swap; a statement on one of them fails once. */
async function onNewConnections<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 20 || !isDatabaseUnavailable(error)) throw error;
      await sleep(100);
    }
  }
}
