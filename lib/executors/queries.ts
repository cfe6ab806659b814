import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { type Sql, sql } from "@/lib/db/transaction";
import type { ConfigVersionView, ExecutorConfig, ExecutorSettings, ExecutorView, Presence } from "./contract";
import type { FleetFilter } from "./fleet/contract";
import { clockMessage, presenceSql } from "./presence";

export type ExecutorRow = {
  id: string;
  name: string;
  key: string;
  ownerId: string;
  ownerName: string;
  lastSeenAt: Date | null;
  presence: Presence;
  version: string | null;
  os: string | null;
  hostname: string | null;
  status: string | null;
  metrics: Record<string, number> | null;
  clockSkewMs: number | null;
  templateId: string | null;
  templateVersion: number | null;
  overrides: ExecutorSettings;
  config: ExecutorConfig;
  configVersion: number;
  appliedVersion: number | null;
  addresses: string[];
  expiresAt: Date | null;
  previousUntil: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  createdAt: Date;
};

const select = `
  SELECT e.id, e.name, e.key_id AS key, e.owner_id AS "ownerId", u.name AS "ownerName", e.last_seen_at AS "lastSeenAt",
         ${presenceSql} AS presence, e.version, e.os, e.hostname, e.status, e.metrics, e.clock_skew_ms AS "clockSkewMs",
         e.template_id AS "templateId", e.template_version AS "templateVersion", e.overrides, e.config,
         e.config_version AS "configVersion", e.applied_version AS "appliedVersion", e.addresses, e.expires_at AS "expiresAt",
         CASE WHEN e.previous_until > now() THEN e.previous_until END AS "previousUntil", e.revoked_at AS "revokedAt",
         e.last_used_at AS "lastUsedAt", e.last_used_ip AS "lastUsedIp", e.created_at AS "createdAt"
  FROM executor e JOIN app_user u ON u.id = e.owner_id`;

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** What its owner and staff see. Pure. */
export function viewOf(row: ExecutorRow): ExecutorView {
  const { ownerId, ownerName, clockSkewMs, ...rest } = row;
  return {
    ...rest,
    owner: { id: ownerId, name: ownerName },
    clockMessage: clockMessage(clockSkewMs),
    drifted: row.revokedAt === null && row.appliedVersion !== null && row.appliedVersion !== row.configVersion,
    addresses: row.addresses ?? [],
    lastSeenAt: iso(row.lastSeenAt),
    expiresAt: iso(row.expiresAt),
    previousUntil: iso(row.previousUntil),
    revokedAt: iso(row.revokedAt),
    lastUsedAt: iso(row.lastUsedAt),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The executor when the actor may do this to it, else `not_found`: not theirs and not there look the same. */
export async function loadExecutor(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql = sql(),
  lock = false,
): Promise<ExecutorRow> {
  const owner = authorise(actor, permission) === "all" ? null : requireUserId(actor);
  const row = await db.row<ExecutorRow>(
    `${select} WHERE e.id = $1 AND ($2::text IS NULL OR e.owner_id = $2) ${lock ? "FOR UPDATE OF e" : ""}`,
    [id, owner],
  );
  if (!row) throw coreErrors.not_found({ detail: "There is no such executor." });
  return row;
}

export async function getExecutor(actor: Actor, id: string): Promise<ExecutorView> {
  return viewOf(await loadExecutor(actor, id, "executor.read"));
}

/** Own executors, or all of them for staff; the newest first. `q` looks in names and host names. */
export async function listExecutors(
  actor: Actor,
  { limit, cursor, q, ...filter }: ListQuery & FleetFilter,
): Promise<{ items: ExecutorView[]; nextCursor: string | null }> {
  const owner = authorise(actor, "executor.read") === "all" ? null : requireUserId(actor);
  const pattern = q ? `%${q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await sql().rows<ExecutorRow>(
    `${select} WHERE ($1::text IS NULL OR e.owner_id = $1) AND ($2::text IS NULL OR e.id < $2)
       AND ($3::text IS NULL OR e.name ILIKE $3 OR e.hostname ILIKE $3 OR e.key_id ILIKE $3)
       AND ($5::text IS NULL OR ${presenceSql} = $5) AND ($6::text IS NULL OR e.template_id = $6)
       AND ($7::boolean IS NULL OR (e.applied_version IS NOT NULL AND e.applied_version <> e.config_version AND e.revoked_at IS NULL) = $7)
       AND ($8::text IS NULL OR (e.version = $8 AND e.revoked_at IS NULL)) AND ($9::text IS NULL OR e.owner_id = $9)
     ORDER BY e.id DESC LIMIT $4`,
    [
      owner,
      cursor ?? null,
      pattern,
      limit + 1,
      filter.presence ?? null,
      filter.templateId ?? null,
      filter.drifted ?? null,
      filter.version ?? null,
      filter.ownerId ?? null,
    ],
  );
  const items = rows.slice(0, limit).map(viewOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** The last hundred configurations of an executor, the newest first. */
export async function listConfigVersions(actor: Actor, id: string): Promise<ConfigVersionView[]> {
  await loadExecutor(actor, id, "executor.read");
  const rows = await sql().rows<Omit<ConfigVersionView, "at"> & { at: Date }>(
    `SELECT v.version, v.config, v.cause, u.name AS author, v.at FROM executor_config_version v
     LEFT JOIN app_user u ON u.id = v.author_id WHERE v.executor_id = $1 ORDER BY v.version DESC LIMIT 100`,
    [id],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
