import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { type Explanation, explainAccess } from "@/lib/access/explain";
import type { Permission } from "@/lib/access/permissions";
import { peopleById } from "@/lib/auth/accounts/people";
import { findTokenLimits } from "@/lib/auth/tokens/tokens";
import { coreErrors } from "@/lib/core/errors";
import { normaliseEmail } from "@/lib/core/typed-text";
import { sql } from "@/lib/db/transaction";

export type ExplainQuestion = {
  email: string;
  permission: Permission;
  serverId?: string | undefined;
  /** First characters of the token they used, as its owner sees them in the list. */
  tokenId?: string | undefined;
};

async function findUser(email: string) {
  const user = await sql().prisma.user.findUnique({
    where: { email },
    select: {
      id: true,
      role: true,
      disabledAt: true,
      _count: { select: { secondFactors: { where: { confirmedAt: { not: null } } }, passkeys: true } },
    },
  });
  if (!user) return null;
  const policies = await sql().prisma.securityPolicy.count({ where: { requiredRoles: { has: user.role } } });
  const { secondFactors, passkeys } = user._count;
  return { ...user, hasFactor: secondFactors + passkeys > 0, factorRequired: policies > 0 };
}

/** For administrators: why this person may, or may not, do this (to this server, with this token). */
export async function explainRefusal(actor: Actor, question: ExplainQuestion): Promise<Explanation> {
  authorise(actor, "access.explain");
  const user = await findUser(normaliseEmail(question.email));
  if (!user) throw coreErrors.not_found({ detail: "There is no user with this address." });
  const token = question.tokenId ? await findTokenLimits(question.tokenId, user.id) : null;
  if (question.tokenId && !token) throw coreErrors.not_found({ detail: "They have no such token." });
  return explainAccess({
    permission: question.permission,
    role: user.role,
    scopes: token?.scopes ?? null,
    disabled: user.disabledAt !== null,
    mustEnrol: user.factorRequired && !user.hasFactor,
    target: question.serverId ? await serverTarget(question.serverId, user.id, token?.resourceIds ?? null) : null,
  });
}

async function serverTarget(serverId: string, userId: string, only: string[] | null) {
  const workload = await sql().prisma.workload.findUnique({
    where: { id: serverId },
    select: { ownerId: true, members: { where: { userId }, select: { permissions: true } } },
  });
  if (!workload || (only && !only.includes(serverId))) return { exists: false, isOwn: false, sharedPermissions: null };
  const sharedPermissions = workload.members[0]?.permissions ?? null;
  return { exists: true, isOwn: workload.ownerId === userId, sharedPermissions };
}

export type Refusal = {
  at: string;
  userId: string | null;
  email: string | null;
  permission: string;
  requestId: string | null;
};

/** The latest requests that were refused for a missing permission. */
export async function recentRefusals(actor: Actor): Promise<Refusal[]> {
  authorise(actor, "access.explain");
  const rows = await sql().prisma.auditEntry.findMany({
    where: { action: "access.refused" },
    select: { at: true, actorId: true, targetId: true, requestId: true },
    orderBy: { id: "desc" },
    take: 20,
  });
  const people = await peopleById(
    sql(),
    rows.map(({ actorId }) => actorId),
  );
  return rows.map(({ at, actorId, targetId, requestId }) => ({
    at: at.toISOString(),
    userId: actorId,
    email: people.get(actorId ?? "")?.email ?? null,
    permission: targetId ?? "",
    requestId,
  }));
}
