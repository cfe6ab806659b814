import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { coreErrors } from "@/lib/core/errors";
import type { HostedDump } from "@/lib/db/generated/client";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { acceptHosted } from "../../resources/accept-hosted";
import { audit } from "../../resources/change-hosted";
import type { CreatedDatabaseView } from "../contract";
import { databaseKind } from "../database";
import { toCreatedView, writeDatabase } from "../write-database";
import { type DeletedDatabaseView, keptDatabase } from "./contract";
import { deleteDumpFile } from "./dump-file";

/** Databases of the actor that were deleted and can come back, the last one first. */
export async function listDeletedDatabases(actor: Actor): Promise<{ items: DeletedDatabaseView[] }> {
  authorise(actor, "database.read");
  const ownerId = requireUserId(actor);
  const limited = actor.resourceIds ? { databaseId: { in: [...actor.resourceIds] } } : {};
  const where = { ownerId, origin: "deletion", status: "ready", expiresAt: { gt: new Date() }, ...limited };
  const rows = await sql().prisma.hostedDump.findMany({ where, orderBy: { id: "desc" }, take: 100 });
  const ids = rows.map(({ databaseId }) => databaseId);
  const existing = await sql().prisma.hostedResource.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const isThere = new Set(existing.map(({ id }) => id));
  return { items: rows.filter(({ databaseId }) => !isThere.has(databaseId)).map(toDeletedView) };
}

const toDeletedView = (row: HostedDump): DeletedDatabaseView => {
  const { name, objectName } = keptDatabase.parse(row.database);
  return {
    id: row.id,
    databaseId: row.databaseId,
    name,
    database: objectName,
    sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    deletedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
};

/** The last dump of a database that the actor had; "not there" and "not yours" look the same. */
async function findDeleted(actor: Actor, id: string, db: Sql): Promise<HostedDump> {
  const where = {
    id,
    ownerId: requireUserId(actor),
    origin: "deletion",
    status: "ready",
    expiresAt: { gt: new Date() },
  };
  const row = await db.prisma.hostedDump.findFirst({ where });
  const isBack = row && (await db.prisma.hostedResource.count({ where: { id: row.databaseId } })) > 0;
  const isWithin = row && (!actor.resourceIds || actor.resourceIds.includes(row.databaseId));
  if (!row || isBack || !isWithin) throw coreErrors.not_found({ detail: "There is no such deleted database." });
  return row;
}

/** Brings a deleted database back: same id, names and content, and a new password. Its quota counts again. */
export async function undeleteDatabase(actor: Actor, dumpId: string): Promise<CreatedDatabaseView> {
  authorise(actor, "database.create");
  const password = generateSecurePassword(24);
  return transaction(async (tx) => {
    const { databaseId: id, database: kept, ownerId } = await findDeleted(actor, dumpId, tx);
    const { name, objectName, providerId, ...limits } = keptDatabase.parse(kept);
    const { resource } = await acceptHosted(tx, databaseKind, actor, { id, ownerId, name, objectName, providerId });
    const database = await writeDatabase(tx, { id, objectName, password, ...limits, restoreFrom: dumpId });
    await audit(tx, actor, databaseKind, { id, status: "provisioning" }, "undeleted", { name });
    return toCreatedView(resource, database, password);
  });
}

/** Gives the last dump up before its time. */
export async function forgetDeletedDatabase(actor: Actor, dumpId: string): Promise<{ status: "deleted" }> {
  authorise(actor, "database.delete");
  await transaction(async (tx) => {
    const { databaseId: id } = await findDeleted(actor, dumpId, tx);
    await tx.prisma.hostedDump.delete({ where: { id: dumpId } });
    await audit(tx, actor, databaseKind, { id, status: "deleting" }, "last_dump_deleted", { dumpId });
  });
  await deleteDumpFile(dumpId);
  return { status: "deleted" };
}
