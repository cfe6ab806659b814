import { randomBytes } from "node:crypto";
import { type Actor, systemActor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { notify } from "@/lib/notifications/notify";
import { lockUser } from "../accounts/lock-user";
import { announceFactorChange } from "../factors/announce";
import { factorErrors } from "../factors/errors";
import { factorResetRequested } from "../messages/factor-reset-requested";
import { revokeSessionsOf } from "../sessions/revoke-sessions-of";
import { countDueResets } from "./reset-factors.sql";

/**
 * Recovery after the loss of every factor. An administrator requests it with a reason; the owner gets a mail and can
 * cancel for a day; then the factors are removed. Access to the mailbox alone is not enough: the password stays
 * unchanged. An operator of the host can reset at once on the command line.
 */
export const resetDelayHours = 24;

const isPending = { doneAt: null, cancelledAt: null };

export type ResetView = { id: string; dueAt: string };

/** Asks for somebody's factors to be removed in 24 hours; throws `recovery_pending`, `factor_not_set_up`. */
export async function requestFactorReset(actor: Actor, userId: string, reason: string): Promise<ResetView> {
  authorise(actor, "user.manage");
  const id = newId("factorReset");
  const token = randomBytes(32).toString("hex");
  return transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
    const pending = await tx.prisma.factorReset.count({ where: { userId, ...isPending } });
    if (pending > 0) throw factorErrors.recovery_pending();
    const factors = await tx.prisma.secondFactor.count({ where: { userId, confirmedAt: { not: null } } });
    if (factors === 0 && (await tx.prisma.passkey.count({ where: { userId } })) === 0) {
      throw factorErrors.factor_not_set_up({ detail: "This user has no second factor to reset." });
    }
    const due = new Date(Date.now() + resetDelayHours * 3_600_000);
    await tx.prisma.factorReset.createMany({
      data: { id, userId, requestedBy: actor.userId, reason, cancelTokenHash: sha256(token), dueAt: due },
    });
    const dueAt = due.toISOString();
    const event = { action: "factor.reset_requested", targetKind: "user", targetId: userId, detail: { reason, dueAt } };
    await recordAudit(tx, actor, event);
    const data = { reason, due: dueAt.replace("T", " ").slice(0, 16).concat(" UTC"), cancelToken: token };
    await notify(tx, factorResetRequested, userId, data);
    return { id, dueAt };
  });
}

/** The owner cancels, by the mailed link; works until the reset is done. */
export async function cancelFactorReset(viewer: Actor, token: string): Promise<void> {
  await transaction(async (tx) => {
    const [row] = await tx.prisma.factorReset.updateManyAndReturn({
      where: { cancelTokenHash: sha256(token), ...isPending },
      data: { cancelledAt: new Date() },
      select: { userId: true },
    });
    if (!row) throw factorErrors.recovery_link_invalid();
    const actor: Actor = { ...systemActor, kind: "user", userId: row.userId, origin: viewer.origin };
    await recordAudit(tx, actor, { action: "factor.reset_cancelled", targetKind: "user", targetId: row.userId });
  });
}

/** Administrators take their request back. */
export async function withdrawFactorReset(actor: Actor, userId: string): Promise<void> {
  authorise(actor, "user.manage");
  await transaction(async (tx) => {
    const { count: done } = await tx.prisma.factorReset.updateMany({
      where: { userId, ...isPending },
      data: { cancelledAt: new Date() },
    });
    if (done === 0) throw coreErrors.not_found({ detail: "There is no pending reset." });
    await recordAudit(tx, actor, { action: "factor.reset_cancelled", targetKind: "user", targetId: userId });
  });
}

/** The command line: at once, for operators of the host. */
export async function resetFactorsNow(actor: Actor, userId: string, reason: string): Promise<{ removed: number }> {
  authorise(actor, "user.manage");
  return transaction(async (tx) => {
    const removed = await removeAllFactors(tx, actor, userId, reason);
    await tx.prisma.factorReset.updateMany({ where: { userId, ...isPending }, data: { doneAt: new Date() } });
    return { removed };
  });
}

/** The worker: does the resets whose waiting day has passed. May run beside itself; each is done once. */
export async function performDueResets(): Promise<number> {
  if (!(await sql().row(countDueResets))?.count) return 0;
  const due = await sql().prisma.factorReset.findMany({
    where: { ...isPending, dueAt: { lte: new Date() } },
    select: { id: true },
    take: 100,
  });
  for (const { id } of due) await transaction((tx) => performReset(tx, id));
  return due.length;
}

async function performReset(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.prisma.factorReset.updateManyAndReturn({
    where: { id, ...isPending },
    data: { doneAt: new Date() },
    select: { userId: true, reason: true },
  });
  if (row) await removeAllFactors(tx, systemActor, row.userId, row.reason);
}

async function removeAllFactors(tx: Tx, actor: Actor, userId: string, reason: string): Promise<number> {
  const factors = await tx.prisma.secondFactor.deleteMany({ where: { userId } });
  const passkeys = await tx.prisma.passkey.deleteMany({ where: { userId } });
  await tx.prisma.backupCode.deleteMany({ where: { userId } });
  await revokeSessionsOf(tx, userId, { reason: "recovery" });
  await announceFactorChange(tx, { change: "reset", userId, actor, detail: { reason } });
  return factors.count + passkeys.count;
}
