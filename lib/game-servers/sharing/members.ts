import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { maskFields } from "@/lib/access/fields";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { type MemberPermission, memberPermissions, type ServerMemberView } from "../contract";
import { gameServerErrors } from "../errors";
import { loadServer } from "../load-server";

/**
 * Sharing a server: people of this panel who may do chosen things to it. A share never gives more than the person's
 * role allows, and never deleting or sharing.
 */
const withPerson = { user: { select: { name: true, email: true } } } as const;

type Row = { userId: string; permissions: string[]; createdAt: Date; user: { name: string; email: string } };

const toView = ({ userId, permissions, createdAt, user }: Row): ServerMemberView => ({
  userId,
  ...user,
  permissions: z.array(z.enum(memberPermissions)).parse(permissions),
  createdAt: createdAt.toISOString(),
});

export async function listMembers(actor: Actor, serverId: string): Promise<{ items: ServerMemberView[] }> {
  const server = await loadOwned(actor, serverId, sql());
  const rows = await sql().prisma.resourceMember.findMany({
    where: { resourceId: serverId },
    include: withPerson,
    orderBy: { createdAt: "asc" },
    take: 1_000,
  });
  const isOwner = server.ownerId === actor.userId;
  return { items: rows.map((row) => maskFields(actor, "user", toView(row), isOwner)) };
}

/** Shares the server with the person of this address; `validation_failed` when there is none, 409 when it is shared. */
export async function addMember(
  actor: Actor,
  serverId: string,
  input: { email: string; permissions: MemberPermission[]; onlyConfirmed: boolean },
): Promise<ServerMemberView> {
  return transaction(async (tx) => {
    const server = await loadOwned(actor, serverId, tx);
    const user = await tx.prisma.user.findFirst({
      where: {
        email: input.email,
        disabledAt: null,
        // An account with an unconfirmed address must not get access: another person may own the address.
        ...(input.onlyConfirmed ? { emailVerifiedAt: { not: null } } : {}),
      },
      select: { id: true, name: true, email: true },
    });
    if (!user || user.id === server.ownerId) {
      const message = user ? "The server is theirs already." : "No user of this panel has this address.";
      throw coreErrors.validation_failed({ errors: [{ path: "email", message }] });
    }
    const permissions = withReading(input.permissions);
    const [row] = await tx.prisma.resourceMember.createManyAndReturn({
      data: { resourceId: serverId, userId: user.id, permissions },
      skipDuplicates: true,
    });
    if (!row) throw gameServerErrors.already_shared();
    const detail = { userId: user.id, permissions };
    await recordAudit(tx, actor, { action: "server.shared", targetKind: "server", targetId: serverId, detail });
    const { name, email } = user;
    return { userId: user.id, name, email, permissions, createdAt: row.createdAt.toISOString() };
  });
}

export async function changeMember(
  actor: Actor,
  serverId: string,
  userId: string,
  permissions: MemberPermission[],
): Promise<ServerMemberView> {
  return transaction(async (tx) => {
    await loadOwned(actor, serverId, tx);
    const where = { resourceId_userId: { resourceId: serverId, userId } };
    const { count } = await tx.prisma.resourceMember.updateMany({
      where: { resourceId: serverId, userId },
      data: { permissions: withReading(permissions) },
    });
    const row = await tx.prisma.resourceMember.findUnique({ where, include: withPerson });
    if (count === 0 || !row) throw notShared();
    const detail = { userId, permissions: row.permissions };
    await recordAudit(tx, actor, { action: "server.share_changed", targetKind: "server", targetId: serverId, detail });
    return toView(row);
  });
}

/** Ends a share; a member may end their own. */
export async function removeMember(actor: Actor, serverId: string, userId: string): Promise<void> {
  await transaction(async (tx) => {
    await loadServer(actor, serverId, "server.read", tx);
    if (userId !== requireUserId(actor)) await loadOwned(actor, serverId, tx);
    const { count } = await tx.prisma.resourceMember.deleteMany({ where: { resourceId: serverId, userId } });
    if (count === 0) throw notShared();
    const detail = { userId };
    await recordAudit(tx, actor, { action: "server.unshared", targetKind: "server", targetId: serverId, detail });
  });
}

/** Only the owner and staff manage shares: `server.share` is never itself shared. */
async function loadOwned(actor: Actor, serverId: string, db: Sql) {
  return loadServer(actor, serverId, "server.share", db);
}

const withReading = (permissions: MemberPermission[]): MemberPermission[] => [
  ...new Set<MemberPermission>(["server.read", ...permissions]),
];

const notShared = () => coreErrors.not_found({ detail: "The server is not shared with them." });
