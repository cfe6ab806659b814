import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { loadDatabase } from "../load-database";
import { toAttachmentView } from "./attach-database";
import type { AttachedDatabaseView, AttachmentView } from "./contract";

/** The servers that get the connection of a database. */
export async function listAttachments(actor: Actor, id: string): Promise<{ items: AttachmentView[] }> {
  await loadDatabase(actor, id, "database.read", sql());
  const rows = await sql().prisma.hostedAttachment.findMany({
    where: { databaseId: id },
    include: { workload: { select: { id: true, name: true } } },
    orderBy: { createdAt: "asc" },
  });
  return { items: rows.map(({ workload, prefix }) => toAttachmentView(workload, prefix)) };
}

/** The databases of a server, which the caller has loaded within the actor's reach. */
export async function listAttachedDatabases(serverId: string): Promise<{ items: AttachedDatabaseView[] }> {
  const rows = await sql().prisma.hostedAttachment.findMany({
    where: { workloadId: serverId },
    include: { database: { select: { id: true, resource: { select: { name: true } } } } },
    orderBy: { createdAt: "asc" },
  });
  return { items: rows.map(({ database, prefix }) => ({ id: database.id, name: database.resource.name, prefix })) };
}
