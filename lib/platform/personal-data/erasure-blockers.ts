import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
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
  const servers = await db.rows<ErasureBlockers["servers"][number] & { serverCount: number }>(
    `SELECT id, name, status = 'deleting' AS "isDeleting", (count(*) OVER ())::int AS "serverCount"
     FROM workload WHERE owner_id = $1 ORDER BY name, id LIMIT ${mostNamed}`,
    [userId],
  );
  const row = await db.row<{ isLastAdministrator: boolean }>(
    `SELECT u.role = 'ADMIN' AND u.disabled_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM app_user o WHERE o.role = 'ADMIN' AND o.disabled_at IS NULL AND o.id <> u.id) AS "isLastAdministrator"
     FROM app_user u WHERE u.id = $1`,
    [userId],
  );
  const isLastAdministrator = row?.isLastAdministrator ?? false;
  const serverCount = servers[0]?.serverCount ?? 0;
  return {
    may: serverCount === 0 && !isLastAdministrator,
    servers: servers.map(({ id, name, isDeleting }) => ({ id, name, isDeleting })),
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
  const locked = await tx.rows<LockedUser>(
    `SELECT id, email, name FROM app_user WHERE id = $1
       OR (role = 'ADMIN' AND EXISTS (SELECT 1 FROM app_user WHERE id = $1 AND role = 'ADMIN')) ORDER BY id FOR UPDATE`,
    [userId],
  );
  const user = locked.find(({ id }) => id === userId);
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
