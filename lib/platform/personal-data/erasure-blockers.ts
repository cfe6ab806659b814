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
  const owned = { ownerId: userId };
  const servers = await db.prisma.workload.findMany({
    where: owned,
    select: { id: true, name: true, status: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: mostNamed,
  });
  const serverCount = servers.length < mostNamed ? servers.length : await db.prisma.workload.count({ where: owned });
  const administrators = await db.prisma.user.findMany({
    where: { role: "ADMIN", disabledAt: null },
    select: { id: true },
  });
  const isLastAdministrator = administrators.length === 1 && administrators[0]?.id === userId;
  return {
    may: serverCount === 0 && !isLastAdministrator,
    servers: servers.map(({ id, name, status }) => ({ id, name, isDeleting: status === "deleting" })),
    serverCount,
    isLastAdministrator,
  };
}

export type LockedUser = { id: string; email: string; name: string };

/**
 * Locks the account's row, and those of all administrators when it is one, until the transaction ends, so that neither
 * a new server nor another administrator's leaving can come in between. Throws `not_found`, `owns_servers` or
 * `last_administrator`.
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
  const { servers, serverCount, isLastAdministrator } = await findBlockers(tx, userId);
  if (serverCount > 0) throw personalDataErrors.owns_servers({ detail: sentenceAbout(servers, serverCount) });
  if (isLastAdministrator) throw authErrors.last_administrator();
  return user;
}

function sentenceAbout(servers: ErasureBlockers["servers"], count: number): string {
  const names = servers.map(({ name, isDeleting }) => (isDeleting ? `${name} (being deleted)` : name));
  const others = count > servers.length ? ` and ${count - servers.length} more` : "";
  return `Delete the servers first, and wait until they are deleted: ${names.join(", ")}${others}.`;
}
