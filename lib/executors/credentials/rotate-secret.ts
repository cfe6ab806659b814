import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql, transaction } from "@/lib/db/transaction";
import { executorErrors } from "../errors";
import { executorPublisher } from "../executor-publisher";
import { recordEvent } from "../fleet/timeline";
import { loadExecutor } from "../queries";
import { hashExecutorSecret, makeExecutorSecret } from "./keys";

const minuteMs = 60_000;

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
    const previousUntil = new Date(Date.now() + overlapMinutes * minuteMs);
    const before = await tx.prisma.executor.findUniqueOrThrow({ where: { id }, select: { secretHash: true } });
    await tx.prisma.executor.update({
      where: { id },
      data: { previousHash: overlapMinutes > 0 ? before.secretHash : null, previousUntil, secretHash },
    });
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
    return { secret, previousUntil: previousUntil.toISOString() };
  });
  // Sockets that use the old secret are closed. Clients that use the new secret reconnect immediately.
  if (overlapMinutes === 0) await executorPublisher().terminateUser(id);
  return rotated;
}
