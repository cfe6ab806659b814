import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { maskFields } from "@/lib/access/fields";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { mbToGib } from "@/lib/core/units";
import { sql, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { countByOwner } from "@/lib/workloads/queries";
import type { UserDetailView } from "../contract";

/**
 * Staff: one account with its security state: whether the address is confirmed, which factors it has, what is pending.
 */
export async function getUser(actor: Actor, id: string): Promise<UserDetailView> {
  authorise(actor, "user.read");
  const row = await sql().prisma.user.findUnique({
    where: { id },
    omit: { passwordHash: true },
    include: {
      secondFactors: { where: { confirmedAt: { not: null } }, select: { method: true } },
      passkeys: { select: { id: true } },
      factorResets: { where: { doneAt: null, cancelledAt: null }, orderBy: { dueAt: "desc" }, take: 1 },
      sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 },
      _count: { select: { tokens: { where: { revokedAt: null } } } },
    },
  });
  if (!row) throw coreErrors.not_found({ detail: "There is no such user." });
  const { email, name, role, _count: counts } = row;
  const view: UserDetailView = {
    id,
    email,
    name,
    role,
    disabled: row.disabledAt !== null,
    createdAt: row.createdAt.toISOString(),
    emailVerified: row.emailVerifiedAt !== null,
    servers: (await countByOwner(sql(), [id])).get(id) ?? 0,
    quota: {
      servers: row.maxServers,
      memory: mbToGib(row.maxMemoryMb),
      cpu: row.maxCpuMilli / 1000,
      diskSpace: mbToGib(row.maxDiskMb),
    },
    factors: [...row.secondFactors.map(({ method }) => method), ...row.passkeys.map(() => "passkey")],
    factorResetDueAt: row.factorResets[0]?.dueAt.toISOString() ?? null,
    lastSeenAt: row.sessions[0]?.lastSeenAt.toISOString() ?? null,
    tokens: counts.tokens,
  };
  return maskFields(actor, "user", view, id === actor.userId);
}

/** Mails somebody a link to choose a new password. Administrators never set or see one. */
export async function sendPasswordReset(actor: Actor, id: string): Promise<void> {
  authorise(actor, "user.manage");
  await transaction(async (tx) => {
    const user = await tx.prisma.user.findUnique({ where: { id }, select: { email: true } });
    if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
    await queueMail(tx, { to: user.email, userId: id, template: "password-reset", data: null });
    await recordAudit(tx, actor, { action: "user.password_reset_sent", targetKind: "user", targetId: id });
  });
}
