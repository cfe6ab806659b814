import { randomBytes } from "node:crypto";
import { type Actor, systemActor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { announceFactorChange } from "../factors/announce";
import { factorErrors } from "../factors/errors";
import { revokeSessionsOf } from "../sessions/revoke-sessions-of";

/**
 * Recovery after the loss of every factor. An administrator requests it with a reason; the owner gets a mail and can
 * cancel for a day; then the factors are removed. Access to the mailbox alone is not enough: the password stays
 * unchanged. An operator of the host can reset at once on the command line.
 */
export const resetDelayHours = 24;

export type ResetView = { id: string; dueAt: string };

/** Asks for somebody's factors to be removed in 24 hours; throws `recovery_pending`, `factor_not_set_up`. */
export async function requestFactorReset(actor: Actor, userId: string, reason: string): Promise<ResetView> {
  authorise(actor, "user.manage");
  const id = newId("factorReset");
  const token = randomBytes(32).toString("hex");
  return transaction(async (tx) => {
    const user = await tx.row<{ email: string; name: string; hasFactor: boolean; pending: boolean }>(
      `SELECT email, name, EXISTS (SELECT 1 FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL)
                OR EXISTS (SELECT 1 FROM passkey WHERE user_id = $1) AS "hasFactor",
              EXISTS (SELECT 1 FROM factor_reset WHERE user_id = $1 AND done_at IS NULL AND cancelled_at IS NULL) AS pending
       FROM app_user WHERE id = $1 FOR UPDATE`,
      [userId],
    );
    if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
    if (user.pending) throw factorErrors.recovery_pending();
    if (!user.hasFactor) throw factorErrors.factor_not_set_up({ detail: "This user has no second factor to reset." });
    const row = await tx.row<{ dueAt: Date }>(
      `INSERT INTO factor_reset (id, user_id, requested_by, reason, cancel_token_hash, due_at)
       VALUES ($1, $2, $3, $4, $5, now() + make_interval(hours => $6)) RETURNING due_at AS "dueAt"`,
      [id, userId, actor.userId, reason, sha256(token), resetDelayHours],
    );
    const dueAt = row?.dueAt.toISOString() ?? "";
    const event = { action: "factor.reset_requested", targetKind: "user", targetId: userId, detail: { reason, dueAt } };
    await recordAudit(tx, actor, event);
    await queueMail(tx, {
      to: user.email,
      userId,
      template: "factor-reset-requested",
      data: {
        name: user.name,
        reason,
        due: dueAt.replace("T", " ").slice(0, 16).concat(" UTC"),
        // After the #: fragments reach no server and no log.
        link: `${env().NEXTAUTH_URL}/cancel-reset#${token}`,
      },
    });
    return { id, dueAt };
  });
}

/** The owner cancels, by the mailed link; works until the reset is done. */
export async function cancelFactorReset(viewer: Actor, token: string): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx.row<{ userId: string }>(
      `UPDATE factor_reset SET cancelled_at = now() WHERE cancel_token_hash = $1 AND cancelled_at IS NULL
         AND done_at IS NULL RETURNING user_id AS "userId"`,
      [sha256(token)],
    );
    if (!row) throw factorErrors.recovery_link_invalid();
    const actor: Actor = { ...systemActor, kind: "user", userId: row.userId, origin: viewer.origin };
    await recordAudit(tx, actor, { action: "factor.reset_cancelled", targetKind: "user", targetId: row.userId });
  });
}

/** Administrators take their request back. */
export async function withdrawFactorReset(actor: Actor, userId: string): Promise<void> {
  authorise(actor, "user.manage");
  await transaction(async (tx) => {
    const done = await tx.run(
      "UPDATE factor_reset SET cancelled_at = now() WHERE user_id = $1 AND cancelled_at IS NULL AND done_at IS NULL",
      [userId],
    );
    if (done === 0) throw coreErrors.not_found({ detail: "There is no pending reset." });
    await recordAudit(tx, actor, { action: "factor.reset_cancelled", targetKind: "user", targetId: userId });
  });
}

/** The command line: at once, for operators of the host. */
export async function resetFactorsNow(actor: Actor, userId: string, reason: string): Promise<{ removed: number }> {
  authorise(actor, "user.manage");
  return transaction(async (tx) => {
    const removed = await removeAllFactors(tx, actor, userId, reason);
    await tx.run(
      "UPDATE factor_reset SET done_at = now() WHERE user_id = $1 AND done_at IS NULL AND cancelled_at IS NULL",
      [userId],
    );
    return { removed };
  });
}

/** The worker: does the resets whose waiting day has passed. May run beside itself; each is done once. */
export async function performDueResets(): Promise<number> {
  const due = await sql().rows<{ id: string }>(
    "SELECT id FROM factor_reset WHERE due_at <= now() AND done_at IS NULL AND cancelled_at IS NULL LIMIT 100",
  );
  for (const { id } of due) await transaction((tx) => performReset(tx, id));
  return due.length;
}

async function performReset(tx: Tx, id: string): Promise<void> {
  const row = await tx.row<{ userId: string; reason: string }>(
    `UPDATE factor_reset SET done_at = now() WHERE id = $1 AND done_at IS NULL AND cancelled_at IS NULL
     RETURNING user_id AS "userId", reason`,
    [id],
  );
  if (row) await removeAllFactors(tx, systemActor, row.userId, row.reason);
}

async function removeAllFactors(tx: Tx, actor: Actor, userId: string, reason: string): Promise<number> {
  const factors = await tx.run("DELETE FROM second_factor WHERE user_id = $1", [userId]);
  const passkeys = await tx.run("DELETE FROM passkey WHERE user_id = $1", [userId]);
  await tx.run("DELETE FROM backup_code WHERE user_id = $1", [userId]);
  await revokeSessionsOf(tx, userId, { reason: "recovery" });
  await announceFactorChange(tx, { change: "reset", userId, actor, detail: { reason } });
  return factors + passkeys;
}
