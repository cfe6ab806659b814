import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Permission, Reach } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { Sql } from "@/lib/db/transaction";
import type { Workload } from "@/lib/workloads/load-workload";
import { lockWorkload } from "@/lib/workloads/workloads.sql";
import { selectServer } from "./servers.sql";

/** A server as use cases see it: its workload, and what only game servers have. No secret. */
export type LoadedServer = Workload & {
  templateId: string;
  rconPort: number;
  version: string | null;
  environment: Record<string, string>;
};

/**
 * The server, if the actor may do this to it. Another owner's and a missing one look the same: `not_found`. With
 * `lock`, the row stays locked until the caller's transaction ends.
 */
export async function loadServer(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<LoadedServer> {
  const reach = authorise(actor, permission);
  if (options.lock) await db.row(lockWorkload, [id]);
  const server = await db.row(selectServer, [id]);
  if (!server || !(await isWithinReach(actor, server, permission, reach, db)))
    throw coreErrors.not_found({ detail: "There is no such server." });
  return server;
}

/**
 * Owned, shared with this permission, or within a staff reach; and among the servers a login or token is limited to.
 */
async function isWithinReach(
  actor: Actor,
  server: LoadedServer,
  permission: Permission,
  reach: Reach,
  db: Sql,
): Promise<boolean> {
  if (actor.kind === "resource_login") return server.id === actor.resourceId;
  if (actor.resourceIds && !actor.resourceIds.includes(server.id)) return false;
  if (reach === "all" || server.ownerId === actor.userId) return true;
  return isSharedFor(actor, server.id, permission, db);
}

/** Whether the server is shared with the actor for this permission. */
export async function isSharedFor(actor: Actor, serverId: string, permission: Permission, db: Sql): Promise<boolean> {
  if (actor.userId === null) return false;
  const where = { resourceId: serverId, userId: actor.userId, permissions: { has: permission } };
  return (await db.prisma.resourceMember.count({ where })) > 0;
}

/** For the worker and the reconciler, which act as the panel. */
export async function findServer(db: Sql, id: string): Promise<LoadedServer | null> {
  return db.row(selectServer, [id]);
}
