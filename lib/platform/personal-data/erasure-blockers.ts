import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { lockAccount } from "@/lib/auth/accounts/accounts.sql";
import { authErrors } from "@/lib/auth/errors";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql, type Tx } from "@/lib/db/transaction";
import type { ErasureBlockers } from "../contract";
import { personalDataErrors } from "./errors";

const mostNamed = 10;

/** What prevents the deletion of the actor's account, for the page that offers it. */
export async function listErasureBlockers(actor: Actor): Promise<ErasureBlockers> {
  authorise(actor, "account.read");
  return findBlockers(sql(), requireUserId(actor));
}

async function findBlockers(db: Sql, userId: string): Promise<ErasureBlockers> {
  const { servers, serverCount } = await findServers(db, userId);
  const { hosted, hostedCount } = await findHosted(db, userId);
  const administrators = await db.prisma.user.findMany({
    where: { role: "ADMIN", disabledAt: null },
    select: { id: true },
  });
  const isLastAdministrator = administrators.length === 1 && administrators[0]?.id === userId;
  const may = serverCount === 0 && hostedCount === 0 && !isLastAdministrator;
  return { may, servers, serverCount, hosted, hostedCount, isLastAdministrator };
}

const byName: { orderBy: ({ name: "asc" } | { id: "asc" })[]; take: number } = {
  orderBy: [{ name: "asc" }, { id: "asc" }],
  take: mostNamed,
};

async function findServers(db: Sql, ownerId: string): Promise<Pick<ErasureBlockers, "servers" | "serverCount">> {
  const where = { ownerId };
  const rows = await db.prisma.workload.findMany({ where, ...byName });
  const serverCount = rows.length < mostNamed ? rows.length : await db.prisma.workload.count({ where });
  return {
    servers: rows.map(({ id, name, status }) => ({ id, name, isDeleting: status === "deleting" })),
    serverCount,
  };
}

async function findHosted(db: Sql, ownerId: string): Promise<Pick<ErasureBlockers, "hosted" | "hostedCount">> {
  const where = { ownerId };
  const rows = await db.prisma.hostedResource.findMany({ where, ...byName });
  const hostedCount = rows.length < mostNamed ? rows.length : await db.prisma.hostedResource.count({ where });
  const hosted = rows.map(({ id, kind, name, status }) => ({ id, kind, name, isDeleting: status === "deleting" }));
  return { hosted, hostedCount };
}

export type LockedUser = { id: string; email: string; name: string };

/**
 * Locks the account's row, and those of all administrators when it is one, until the transaction ends, so that neither
 * a new server nor another administrator's leaving can come in between. Throws `not_found`, `owns_servers`,
 * `owns_hosted` or `last_administrator`.
 */
export async function lockErasable(tx: Tx, userId: string): Promise<LockedUser> {
  // In the order of their ids: two administrators who erase each other wait instead of blocking each other.
  const where = { id: userId };
  const isAdministrator = (await tx.prisma.user.count({ where: { ...where, role: "ADMIN" } })) > 0;
  const concerned = await tx.prisma.user.findMany({
    where: isAdministrator ? { OR: [where, { role: "ADMIN" }] } : where,
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id } of concerned) await tx.row(lockAccount, [id]);
  const user = await tx.prisma.user.findUnique({ where, select: { id: true, email: true, name: true } });
  if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
  refuseOwner(await findBlockers(tx, userId));
  return user;
}

function refuseOwner({ servers, serverCount, hosted, hostedCount, isLastAdministrator }: ErasureBlockers): void {
  if (serverCount > 0)
    throw personalDataErrors.owns_servers({ detail: sentenceAbout("servers", servers, serverCount) });
  if (hostedCount > 0) {
    const named = hosted.map(({ kind, name, isDeleting }) => ({ name: `${name} (${kind})`, isDeleting }));
    throw personalDataErrors.owns_hosted({ detail: sentenceAbout("hosted objects", named, hostedCount) });
  }
  if (isLastAdministrator) throw authErrors.last_administrator();
}

type Named = { name: string; isDeleting: boolean };

function sentenceAbout(what: string, owned: readonly Named[], count: number): string {
  const names = owned.map(({ name, isDeleting }) => (isDeleting ? `${name} (being deleted)` : name));
  const others = count > owned.length ? ` and ${count - owned.length} more` : "";
  return `Delete the ${what} first, and wait until they are deleted: ${names.join(", ")}${others}.`;
}
