import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";

/**
 * Administrators: ends a measure before its time. The signal it came from counts as dismissed, or the next run would
 * take the measure again. Throws `not_found`.
 */
export async function liftBlock(actor: Actor, id: string): Promise<void> {
  authorise(actor, "security.manage");
  await transaction(async (tx) => {
    const block = await tx.row<{ measure: string; userId: string | null; signalId: string | null }>(
      `DELETE FROM network_block WHERE id = $1 AND until > now()
       RETURNING measure, user_id AS "userId", signal_id AS "signalId"`,
      [id],
    );
    if (!block) throw coreErrors.not_found({ detail: "There is no such block, or it has ended." });
    await tx.run(
      `UPDATE security_signal SET state = 'dismissed', handled_by = $2, handled_at = now() WHERE id = $1 AND state = 'open'`,
      [block.signalId, actor.userId],
    );
    await recordAudit(tx, actor, { action: "security.block_lifted", targetKind: "block", targetId: id, detail: block });
  });
}
