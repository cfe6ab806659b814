import type { Actor } from "@/lib/access/actor";
import { revokeSessionsOf } from "@/lib/auth/sessions/revoke-sessions-of";
import { rotateSession } from "@/lib/auth/sessions/rotate-session";
import type { Tx } from "@/lib/db/transaction";
import { sql } from "@/lib/db/transaction";
import { announceFactorChange } from "../announce";
import { makeBackupCodes, type NewBackupCodes, storeBackupCodes } from "../codes/backup-codes";
import type { FactorMethod } from "../contract";
import { usableMethods } from "../methods";
import { requirePerson } from "../require-person";

/** Backup codes along with a first factor, and the Set-Cookie value of the session's new token. */
export type Enrolled = { backupCodes: string[] | null; cookie: string | null };

export type Enrolment = {
  method: FactorMethod;
  detail?: Record<string, unknown>;
  /** Null: the user's codes stay as they are. */
  backupCodes: NewBackupCodes | null;
};

/** Ten backup codes for somebody who has no second factor yet; null for others, whose codes stay valid. */
export async function backupCodesForFirst(actor: Actor): Promise<NewBackupCodes | null> {
  const userId = requirePerson(actor);
  return (await usableMethods(userId, sql())).length > 0 ? null : makeBackupCodes(userId);
}

/**
 * What every new factor entails, in its transaction: backup codes, the session counts as confirmed by a factor and gets
 * a new token, sessions that were opened without one end, the audit row and the mail. Returns the session's Set-Cookie
 * value.
 */
export async function finishEnrolment(tx: Tx, actor: Actor, enrolment: Enrolment): Promise<string | null> {
  const userId = requirePerson(actor);
  if (enrolment.backupCodes) await storeBackupCodes(tx, userId, enrolment.backupCodes);
  await revokeSessionsOf(tx, userId, { except: actor.sessionId, onlyWithoutFactor: true, reason: "factor_added" });
  await announceFactorChange(tx, {
    change: "added",
    userId,
    method: enrolment.method,
    actor,
    detail: enrolment.detail ?? {},
  });
  return actor.sessionId ? rotateSession(tx, actor.sessionId, "factor") : null;
}
