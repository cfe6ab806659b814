import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql, transaction } from "@/lib/db/transaction";
import { executorErrors } from "../errors";
import { executorPublisher } from "../executor-publisher";
import { recordEvent } from "../fleet/timeline";
import { loadExecutor } from "../queries";
import { rotateHash } from "./credentials.sql";
import { hashExecutorSecret, makeExecutorSecret } from "./keys";

/** A new secret, shown once; the old one stays valid for `overlapMinutes`. An older overlap ends at once. */
export async function rotateSecret(
  actor: Actor,
  id: string,
  overlapMinutes: number,
): Promise<{ secret: string; previousUntil: string }> {
  await loadExecutor(actor, id, "executor.manage", sql());
  const secret = makeExecutorSecret();
  const secretHash = await hashExecutorSecret(secret);
  const rotated = await transaction(async (tx) => {
    const row = await loadExecutor(actor, id, "executor.manage", tx, true);
    if (row.revokedAt) throw executorErrors.executor_revoked();
    const done = await tx.row(rotateHash, [id, secretHash, overlapMinutes]);
    const event = {
      action: "executor.secret_rotated",
      targetKind: "executor",
      targetId: id,
      detail: { overlapMinutes },
    };
    await recordAudit(tx, actor, event);
    const until =
      overlapMinutes > 0 ? `; the old one works for ${overlapMinutes} more minutes` : "; the old one ended at once";
    await recordEvent(tx, id, "secret.rotated", `It got a new secret${until}.`);
    return { secret, previousUntil: (done?.until ?? new Date()).toISOString() };
  });
  // Sockets that use the old secret are closed. Clients that use the new secret reconnect immediately.
  if (overlapMinutes === 0) await executorPublisher().terminateUser(id);
  return rotated;
}
