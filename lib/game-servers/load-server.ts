import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Permission, Reach } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql } from "@/lib/db/transaction";
import type { ServerStatus } from "./contract";

/** A server as use cases and the worker see it. Sizes in MiB and thousandths of a CPU; no secret. */
export type LoadedServer = {
  id: string;
  ownerId: string;
  name: string;
  status: ServerStatus;
  wantRunning: boolean;
  templateId: string;
  regionId: string;
  nodeId: string | null;
  addressId: string | null;
  publicAddress: string | null;
  gamePort: number | null;
  rconPort: number;
  /** Which of its owner's networks on the node it is in; null: in none yet. */
  networkNumber: number | null;
  holdsCapacity: boolean;
  memoryMb: number;
  diskMb: number;
  cpuMilli: number;
  version: string | null;
  environment: Record<string, string>;
  imageId: string | null;
  crashCount: number;
  lastCrashAt: Date | null;
};

const columns = `id, owner_id AS "ownerId", name, status, want_running AS "wantRunning", template_id AS "templateId",
  region_id AS "regionId", node_id AS "nodeId", address_id AS "addressId", public_address AS "publicAddress",
  game_port AS "gamePort", rcon_port AS "rconPort",
  network_number AS "networkNumber", holds_capacity AS "holdsCapacity", memory_mb AS "memoryMb",
  disk_mb AS "diskMb", cpu_milli AS "cpuMilli", version, environment, image_id AS "imageId",
  crash_count AS "crashCount", last_crash_at AS "lastCrashAt"`;

/**
 * The server, if the actor may do this to it. Another owner's and a missing one look the same: `not_found`. With
 * `lock`, the row stays locked until the caller's transaction ends.
 */
export async function loadServer(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql = sql(),
  options: { lock?: boolean } = {},
): Promise<LoadedServer> {
  const reach = authorise(actor, permission);
  const server = await db.row<LoadedServer>(
    `SELECT ${columns} FROM server WHERE id = $1 ${options.lock ? "FOR UPDATE" : ""}`,
    [id],
  );
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
  if (actor.kind === "server_login") return server.id === actor.serverId;
  if (actor.serverIds && !actor.serverIds.includes(server.id)) return false;
  if (reach === "all" || server.ownerId === actor.userId) return true;
  return isSharedFor(actor, server.id, permission, db);
}

/** Whether the server is shared with the actor for this permission. */
export async function isSharedFor(
  actor: Actor,
  serverId: string,
  permission: Permission,
  db: Sql = sql(),
): Promise<boolean> {
  const shared = await db.row(
    "SELECT 1 FROM server_member WHERE server_id = $1 AND user_id = $2 AND $3 = ANY(permissions)",
    [serverId, actor.userId, permission],
  );
  return shared !== null;
}

/** For the worker and the reconciler, which act as the panel. */
export async function findServer(db: Sql, id: string): Promise<LoadedServer | null> {
  return db.row<LoadedServer>(`SELECT ${columns} FROM server WHERE id = $1`, [id]);
}

/** Servers on a node. */
export async function serversOnNode(db: Sql, nodeId: string): Promise<LoadedServer[]> {
  return db.rows<LoadedServer>(`SELECT ${columns} FROM server WHERE node_id = $1`, [nodeId]);
}
