import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { listTimeline } from "@/lib/workloads/queries";
import type { HostedEventView } from "../contract";
import { withNames } from "../resources/hosted-views";
import { type DatabaseFiguresView, type DatabaseView, databaseKinds, type OfferedKind } from "./contract";
import { engineKinds, engineOf } from "./engines";
import { loadDatabase } from "./load-database";
import { withDatabases } from "./open-databases";
import { toDatabaseView } from "./views/database-views";

const figuresTimeoutMs = 15_000;

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

/** The kinds that there is a server of which takes databases, the preferred one first. */
export async function listDatabaseKinds(actor: Actor): Promise<OfferedKind[]> {
  authorise(actor, "database.read");
  const where = { kind: { in: [...engineKinds] }, accepting: true };
  const rows = await sql().prisma.hostedProvider.findMany({ where, distinct: ["kind"], select: { kind: true } });
  const offered = engineKinds.filter((kind) => rows.some((row) => row.kind === kind));
  return offered.map((name) => {
    const { kind } = engineOf(name);
    return { kind, ...databaseKinds[kind] };
  });
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
  const signal = AbortSignal.timeout(figuresTimeoutMs);
  return withDatabases(row.providerId, (databases) => databases.figures(row.objectName, signal));
}
