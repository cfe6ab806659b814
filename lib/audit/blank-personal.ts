import type { Tx } from "@/lib/db/transaction";

/**
 * Deletes where an erased person's requests came from, in the transaction that erases them. The entries stay, under the
 * id alone; their signatures stay valid, since they cover a salted commitment whose salt is deleted.
 */
export async function blankPersonalData(tx: Tx, userId: string): Promise<number> {
  return tx.run(
    `UPDATE audit_entry SET ip = NULL, user_agent = NULL, personal_salt = NULL
     WHERE personal_salt IS NOT NULL AND (actor_id = $1 OR (actor_id IS NULL AND target_kind = 'user' AND target_id = $1))`,
    [userId],
  );
}
