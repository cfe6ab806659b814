import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { type RevocationReason, revokeSessionsOf } from "./revoke-sessions-of";

/** Ends one of the actor's own sessions. */
export function revokeSession(actor: Actor, id: string): Promise<void> {
  return revokeOne(actor, requireUserId(actor), id, "revoked");
}

/** Ends all of the actor's sessions but the one in use. */
export async function revokeOtherSessions(actor: Actor): Promise<{ revoked: number }> {
  const userId = requireUserId(actor);
  return transaction(async (tx) => {
    const revoked = await revokeSessionsOf(tx, userId, { except: actor.sessionId });
    const event = { action: "session.others_revoked", targetKind: "user", targetId: userId, detail: { revoked } };
    await recordAudit(tx, actor, event);
    return { revoked };
  });
}

/** The owner confirms that a session from a new device is theirs. */
export async function acknowledgeSession(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const { count: done } = await tx.prisma.session.updateMany({
      where: { id, userId: requireUserId(actor) },
      data: { isNewDevice: false },
    });
    if (done === 0) throw coreErrors.not_found({ detail: "There is no such session." });
    await recordAudit(tx, actor, { action: "session.acknowledged", targetKind: "session", targetId: id });
  });
}

/** Administrators: ends one session of somebody. */
export async function revokeSessionOfUser(actor: Actor, userId: string, id: string): Promise<void> {
  authorise(actor, "user.manage");
  await revokeOne(actor, userId, id, "revoked_by_administrator");
}

/** Administrators: ends all sessions of somebody. */
export async function revokeAllSessionsOfUser(actor: Actor, userId: string): Promise<{ revoked: number }> {
  authorise(actor, "user.manage");
  return transaction(async (tx) => {
    if (!(await tx.prisma.user.findUnique({ where: { id: userId }, select: { id: true } }))) {
      throw coreErrors.not_found({ detail: "There is no such user." });
    }
    const revoked = await revokeSessionsOf(tx, userId, { reason: "revoked_by_administrator" });
    const event = { action: "session.all_revoked", targetKind: "user", targetId: userId, detail: { revoked } };
    await recordAudit(tx, actor, event);
    return { revoked };
  });
}

/** Administrators: ends every session of the installation but their own. */
export async function revokeEverySession(actor: Actor): Promise<{ revoked: number }> {
  authorise(actor, "user.manage");
  return transaction(async (tx) => {
    const { count: revoked } = await tx.prisma.session.updateMany({
      where: { revokedAt: null, ...(actor.sessionId ? { id: { not: actor.sessionId } } : {}) },
      data: { revokedAt: new Date(), revokedReason: "revoked_by_administrator" },
    });
    const event = { action: "session.installation_revoked", targetKind: "installation", targetId: null };
    await recordAudit(tx, actor, { ...event, detail: { revoked } });
    return { revoked };
  });
}

async function revokeOne(actor: Actor, userId: string, id: string, reason: RevocationReason): Promise<void> {
  await transaction(async (tx) => {
    const { count: done } = await tx.prisma.session.updateMany({
      where: { id, userId, revokedAt: null },
      data: { revokedAt: new Date(), revokedReason: reason },
    });
    if (done === 0) throw coreErrors.not_found({ detail: "There is no such session." });
    const event = { action: "session.revoked", targetKind: "session", targetId: id, detail: { userId } };
    await recordAudit(tx, actor, event);
  });
}
