import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { authErrors } from "./errors";
import { hashPassword, verifyPassword } from "./password";
import { requireStrongPassword } from "./password-strength";
import { queueSecurityNotice } from "./security-notice";

type UserRow = { email: string; name: string; passwordHash: string };

/** Loads the actor's own account and checks that they know its password; `wrong_password` when not. */
export async function requirePassword(actor: Actor, password: string): Promise<UserRow> {
  const user = await sql().row<UserRow>(
    `SELECT email, name, password_hash AS "passwordHash" FROM app_user WHERE id = $1`,
    [actor.userId],
  );
  if (!user) throw coreErrors.unauthenticated();
  if (await verifyPassword(password, user.passwordHash, env().PASSWORD_PEPPER)) return user;
  await recordAudit(sql(), actor, { action: "user.password_refused", targetKind: "user", targetId: actor.userId });
  throw authErrors.wrong_password();
}

/** Changes the actor's password, given the current one; ends all other sessions and says how many. */
export async function changePassword(
  actor: Actor,
  input: { current: string; next: string },
): Promise<{ sessionsEnded: number }> {
  authorise(actor, "account.manage");
  const user = await requirePassword(actor, input.current);
  await requireStrongPassword(input.next, user, "next");
  const passwordHash = await hashPassword(input.next, env().PASSWORD_PEPPER);
  return transaction(async (tx) => {
    // Compared again, so that of two changes at once the later one needs the password that is in force.
    const changed = await tx.run(
      `UPDATE app_user SET password_hash = $2, password_changed_at = now(), updated_at = now()
       WHERE id = $1 AND password_hash = $3`,
      [actor.userId, passwordHash, user.passwordHash],
    );
    if (changed === 0) throw authErrors.wrong_password();
    const sessionsEnded = await tx.run(
      "UPDATE session SET revoked_at = now() WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL",
      [actor.userId, actor.sessionId],
    );
    await tx.run("UPDATE email_link SET used_at = now() WHERE user_id = $1 AND purpose = 'reset' AND used_at IS NULL", [
      actor.userId,
    ]);
    const detail = { sessionsEnded };
    await recordAudit(tx, actor, {
      action: "user.password_changed",
      targetKind: "user",
      targetId: actor.userId,
      detail,
    });
    await queueSecurityNotice(tx, { userId: actor.userId ?? "", ...user }, "password_changed", actor.origin);
    return { sessionsEnded };
  });
}
