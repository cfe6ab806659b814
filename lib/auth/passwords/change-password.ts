import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { setPassword } from "../accounts/accounts.sql";
import { endLinks } from "../accounts/email-links";
import { announceSecurityChange } from "../accounts/security-notice";
import { authErrors } from "../errors";
import { consumeOpenChallenges } from "../factors/challenges/challenges";
import { revokeSessionsOf } from "../sessions/revoke-sessions-of";
import { rotateSession } from "../sessions/rotate-session";
import { hashPassword, verifyPassword } from "./password";
import { requireStrongPassword } from "./password-strength";

type UserRow = { email: string; name: string; passwordHash: string };

/** Loads the actor's own account and checks that they know its password; `wrong_password` when not. */
export async function requirePassword(actor: Actor, password: string): Promise<UserRow> {
  const user = await sql().prisma.user.findUnique({
    where: { id: requireUserId(actor) },
    select: { email: true, name: true, passwordHash: true },
  });
  if (!user) throw coreErrors.unauthenticated();
  if (await verifyPassword(password, user.passwordHash, env())) return user;
  await recordAudit(sql(), actor, { action: "user.password_refused", targetKind: "user", targetId: actor.userId });
  throw authErrors.wrong_password();
}

/**
 * Changes the actor's password, given the current one; ends all other sessions and says how many. The session that
 * asked continues with a new token: `cookie` is its Set-Cookie value.
 */
export async function changePassword(
  actor: Actor,
  input: { current: string; next: string },
): Promise<{ sessionsEnded: number; cookie: string | null }> {
  authorise(actor, "account.manage");
  const user = await requirePassword(actor, input.current);
  await requireStrongPassword(input.next, user, "next");
  const passwordHash = await hashPassword(input.next, env());
  return transaction(async (tx) => {
    // Compared again, so that of two changes at once the later one needs the current password.
    const changed = await tx.run(setPassword, [actor.userId, passwordHash, user.passwordHash, false]);
    if (changed === 0) throw authErrors.wrong_password();
    const reason = "password_changed";
    const sessionsEnded = await revokeSessionsOf(tx, requireUserId(actor), { except: actor.sessionId, reason });
    const cookie = actor.sessionId ? await rotateSession(tx, actor.sessionId, "password") : null;
    await endLinks(tx, requireUserId(actor));
    await consumeOpenChallenges(tx, requireUserId(actor));
    const detail = { sessionsEnded };
    await recordAudit(tx, actor, {
      action: "user.password_changed",
      targetKind: "user",
      targetId: actor.userId,
      detail,
    });
    await announceSecurityChange(tx, requireUserId(actor), "password_changed", actor);
    return { sessionsEnded, cookie };
  });
}
