import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { listTimeline } from "@/lib/workloads/queries";
import type { HostedEventView } from "../contract";
import { openConnection } from "../providers/open-connection";
import { withNames } from "../resources/hosted-views";
import type { DatabaseFiguresView, DatabaseView } from "./contract";
import { toDatabaseView } from "./database-views";
import { loadDatabase } from "./load-database";
import { readFigures } from "./postgresql/measure";

export type DatabaseListQuery = ListQuery & { all?: boolean | undefined };

/** Databases within the actor's reach, the newest first. Staff see their own unless `all` is asked for. */
export async function listDatabases(
  actor: Actor,
  query: DatabaseListQuery,
): Promise<{ items: DatabaseView[]; nextCursor: string | null }> {
  const reach = authorise(actor, "database.read");
  const owned = reach === "all" && query.all === true ? {} : { ownerId: actor.userId ?? "" };
  const limited = actor.resourceIds ? { id: { in: [...actor.resourceIds] } } : {};
  const named = query.q ? { name: { contains: query.q, mode: "insensitive" as const } } : {};
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedResource.findMany({
      where: { AND: [where, { kind: "database" }, owned, limited, named] },
      include: { ...withNames, database: true },
      orderBy,
      take,
    }),
  );
  const items = rows.flatMap(({ database, ...row }) => (database ? [toDatabaseView({ ...row, database })] : []));
  return { items, nextCursor };
}

export async function getDatabase(actor: Actor, id: string): Promise<DatabaseView> {
  return toDatabaseView(await loadDatabase(actor, id, "database.read", sql()));
}

export async function listDatabaseEvents(
  actor: Actor,
  id: string,
  after?: number,
): Promise<{ items: HostedEventView[] }> {
  await loadDatabase(actor, id, "database.read", sql());
  return { items: await listTimeline(id, after) };
}

/** Read from the server now; `provider_unavailable` when it does not answer. */
export async function getFigures(actor: Actor, id: string): Promise<DatabaseFiguresView> {
  const row = await loadDatabase(actor, id, "database.read", sql());
  const provider = await sql().prisma.hostedProvider.findUniqueOrThrow({ where: { id: row.providerId } });
  return readFigures(await openConnection(provider), row.objectName);
}
