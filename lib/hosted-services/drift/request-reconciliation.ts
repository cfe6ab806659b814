import type { Actor } from "@/lib/access/actor";
import type { Logger } from "@/lib/core/log";
import { type Tx, transaction } from "@/lib/db/transaction";
import { requestJob } from "@/lib/jobs/job-queue";
import { loadProvider } from "../providers/load-provider";

export const reconcileJobName = "hosted-services.reconcile";

/** Asks a worker to compare all providers now, when the transaction commits. */
export function reconcileSoon(tx: Tx, log: Logger): Promise<boolean> {
  return requestJob(tx, log, reconcileJobName);
}

/** The same, by an administrator. `requested` is false when a comparison is waiting already. */
export async function requestReconciliation(actor: Actor, id: string, log: Logger): Promise<{ requested: boolean }> {
  return transaction(async (tx) => {
    await loadProvider(actor, id, "provider.manage", tx);
    return { requested: await reconcileSoon(tx, log) };
  });
}
