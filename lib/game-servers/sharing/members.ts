import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { maskFields } from "@/lib/access/fields";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import type { MemberPermission, ServerMemberView } from "../contract";
import { gameServerErrors } from "../errors";
import { loadServer } from "../load-server";

/**
 * Sharing a server: people of this panel who may do chosen things to it. A share never gives more than the person's
 * role allows, and never deleting or sharing.
 */
type Row = Omit<ServerMemberView, "createdAt"> & { createdAt: Date };

const statement = `SELECT m.user_id AS "userId", u.name, u.email, m.permissions, m.created_at AS "createdAt"
  FROM server_member m JOIN app_user u ON u.id = m.user_id`;

const toView = (row: Row): ServerMemberView => ({ ...row, createdAt: row.createdAt.toISOString() });

export async function listMembers(actor: Actor, serverId: string): Promise<{ items: ServerMemberView[] }> {
  const server = await loadOwned(actor, serverId);
  const rows = await sql().rows<Row>(`${statement} WHERE m.server_id = $1 ORDER BY m.created_at LIMIT 1000`, [
    serverId,
  ]);
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
    const server = await loadOwned(actor, serverId);
    const user = await tx.row<{ id: string; name: string; email: string }>(
      // An account with an unconfirmed address must not get access: another person may own the address.
      `SELECT id, name, email FROM app_user WHERE email = $1 AND disabled_at IS NULL
         AND (email_verified_at IS NOT NULL OR NOT $2)`,
      [input.email, input.onlyConfirmed],
    );
    if (!user || user.id === server.ownerId) {
      const message = user ? "The server is theirs already." : "No user of this panel has this address.";
      throw coreErrors.validation_failed({ errors: [{ path: "email", message }] });
    }
    const permissions = withReading(input.permissions);
    const row = await tx.row<{ createdAt: Date }>(
      `INSERT INTO server_member (server_id, user_id, permissions) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING created_at AS "createdAt"`,
      [serverId, user.id, permissions],
    );
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
    await loadOwned(actor, serverId);
    const changed = await tx.run("UPDATE server_member SET permissions = $3 WHERE server_id = $1 AND user_id = $2", [
      serverId,
      userId,
      withReading(permissions),
    ]);
    const row = await tx.row<Row>(`${statement} WHERE m.server_id = $1 AND m.user_id = $2`, [serverId, userId]);
    if (changed === 0 || !row) throw notShared();
    const detail = { userId, permissions: row.permissions };
    await recordAudit(tx, actor, { action: "server.share_changed", targetKind: "server", targetId: serverId, detail });
    return toView(row);
  });
}

/** Ends a share; a member may end their own. */
export async function removeMember(actor: Actor, serverId: string, userId: string): Promise<void> {
  await transaction(async (tx) => {
    await loadServer(actor, serverId, "server.read", tx);
    if (userId !== requireUserId(actor)) await loadOwned(actor, serverId);
    const removed = await tx.run("DELETE FROM server_member WHERE server_id = $1 AND user_id = $2", [serverId, userId]);
    if (removed === 0) throw notShared();
    const detail = { userId };
    await recordAudit(tx, actor, { action: "server.unshared", targetKind: "server", targetId: serverId, detail });
  });
}

/** Only the owner and staff manage shares: `server.share` is never itself shared. */
async function loadOwned(actor: Actor, serverId: string) {
  return loadServer(actor, serverId, "server.share");
}

const withReading = (permissions: MemberPermission[]): MemberPermission[] => [
  ...new Set<MemberPermission>(["server.read", ...permissions]),
];

const notShared = () => coreErrors.not_found({ detail: "The server is not shared with them." });
