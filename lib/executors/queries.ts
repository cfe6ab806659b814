import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { escapeLike } from "@/lib/db/escape-like";
import { page } from "@/lib/db/page";
import type { Row } from "@/lib/db/statement";
import { type Sql, sql } from "@/lib/db/transaction";
import { type ConfigVersionView, configSchema } from "./config/contract";
import type { ExecutorView } from "./contract";
import { listExecutorRows, lockExecutor } from "./executors.sql";
import type { FleetFilter } from "./fleet/contract";
import { clockMessage } from "./fleet/presence";

export type ExecutorRow = Row<typeof listExecutorRows>;

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

/** Null: there is none, or it belongs to somebody else than `ownerId`. */
export async function findExecutorRow(db: Sql, ownerId: string | null, id: string): Promise<ExecutorRow | null> {
  return db.row(listExecutorRows, [ownerId, null, null, 1, null, null, null, null, null, id]);
}

/** The executor when the actor may do this to it, else `not_found`: not theirs and not there look the same. */
export async function loadExecutor(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  lock = false,
): Promise<ExecutorRow> {
  const owner = authorise(actor, permission) === "all" ? null : requireUserId(actor);
  const find = () => findExecutorRow(db, owner, id);
  const found = await find();
  // Locked by a separate statement, and read again: one that waited would have read the row before it.
  if (found && lock) await db.row(lockExecutor, [id]);
  const row = found && lock ? await find() : found;
  if (!row) throw coreErrors.not_found({ detail: "There is no such executor." });
  return row;
}

export async function getExecutor(actor: Actor, id: string): Promise<ExecutorView> {
  return viewOf(await loadExecutor(actor, id, "executor.read", sql()));
}

/** Own executors, or all of them for staff; the newest first. `q` looks in names and host names. */
export async function listExecutors(
  actor: Actor,
  { limit, cursor, q, ...filter }: ListQuery & FleetFilter,
): Promise<{ items: ExecutorView[]; nextCursor: string | null }> {
  const owner = authorise(actor, "executor.read") === "all" ? null : requireUserId(actor);
  const pattern = q ? `%${escapeLike(q)}%` : null;
  const { rows, nextCursor } = await page({ limit, cursor }, ({ take }) =>
    sql().rows(listExecutorRows, [
      owner,
      cursor ?? null,
      pattern,
      take,
      filter.presence ?? null,
      filter.templateId ?? null,
      filter.drifted ?? null,
      filter.version ?? null,
      filter.ownerId ?? null,
      null,
    ]),
  );
  return { items: rows.map(viewOf), nextCursor };
}

/** The last hundred configurations of an executor, the newest first. */
export async function listConfigVersions(actor: Actor, id: string): Promise<ConfigVersionView[]> {
  await loadExecutor(actor, id, "executor.read", sql());
  const versions = await sql().prisma.executorConfigVersion.findMany({
    where: { executorId: id },
    orderBy: { version: "desc" },
    take: 100,
  });
  const authorIds = versions.flatMap(({ authorId }) => authorId ?? []);
  const authors = await sql().prisma.user.findMany({
    where: { id: { in: authorIds } },
    select: { id: true, name: true },
  });
  const names = new Map(authors.map((author) => [author.id, author.name]));
  return versions.map(({ version, config, cause, authorId, at }) => ({
    version,
    config: configSchema.parse(config),
    cause,
    author: names.get(authorId ?? "") ?? null,
    at: at.toISOString(),
  }));
}
