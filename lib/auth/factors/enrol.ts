import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import type { Tx } from "@/lib/db/transaction";
import { revokeSessionsOf } from "../sessions/revoke-sessions-of";
import { announceFactorChange } from "./announce";
import { makeBackupCodes, type NewBackupCodes, storeBackupCodes } from "./backup-codes";
import { type FactorMethod, usableMethods } from "./methods";

export type Enrolment = {
  method: FactorMethod;
  detail?: Record<string, unknown>;
  /** Null: the user's codes stay as they are. */
  backupCodes: NewBackupCodes | null;
};

/** Ten backup codes for somebody who has no second factor yet; null for others, whose codes stay good. */
export async function backupCodesForFirst(actor: Actor): Promise<NewBackupCodes | null> {
  const userId = requireUserId(actor);
  return (await usableMethods(userId)).length > 0 ? null : makeBackupCodes(userId);
}

/**
 * What every new factor entails, in its transaction: backup codes, the session counts as confirmed by a factor, sessions
 * that were opened without one end, the audit row and the mail.
 */
export async function finishEnrolment(tx: Tx, actor: Actor, enrolment: Enrolment): Promise<void> {
  const userId = requireUserId(actor);
  if (enrolment.backupCodes) await storeBackupCodes(tx, userId, enrolment.backupCodes);
  if (actor.sessionId) await tx.run("UPDATE session SET mfa_at = now() WHERE id = $1", [actor.sessionId]);
  await revokeSessionsOf(tx, userId, { except: actor.sessionId, onlyWithoutFactor: true, reason: "factor_added" });
  await announceFactorChange(tx, {
    change: "added",
    userId,
    method: enrolment.method,
    actor,
    detail: enrolment.detail ?? {},
  });
}
