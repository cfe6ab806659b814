import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { transaction } from "@/lib/db/transaction";
import { isScheduled, requestJob } from "@/lib/jobs/job-queue";

/**
 * Requests a run of a job now, also of one that failed; a worker begins within some seconds. Throws `not_found`.
 * Nothing is added when one waits already.
 */
export async function runJob(actor: Actor, log: Logger, name: string): Promise<{ requested: boolean }> {
  authorise(actor, "job.manage");
  if (!(await isScheduled(log, name))) throw coreErrors.not_found({ detail: "There is no such job." });
  return transaction(async (tx) => {
    const requested = await requestJob(tx, log, name);
    if (requested) {
      await recordAudit(tx, actor, { action: "job.requested", targetKind: "job", targetId: name, detail: {} });
    }
    return { requested };
  });
}
