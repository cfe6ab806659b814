import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";

/** Refuses ids of channels that are not the actor's own. */
export async function requireOwnChannels(actor: Actor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const where = { id: { in: [...ids] }, userId: actor.userId ?? "" };
  const own = new Set((await sql().prisma.ownedChannel.findMany({ where, select: { id: true } })).map(({ id }) => id));
  const unknown = ids.filter((id) => !own.has(id));
  if (unknown.length === 0) return;
  throw coreErrors.validation_failed({
    detail: "A channel does not exist, or is somebody else's.",
    errors: [{ path: "channels", message: `Unknown: ${unknown.join(", ")}. Choose from your own channels.` }],
  });
}

/** The actor's own channels, for a choice. */
export async function listOwnChannelNames(actor: Actor): Promise<{ id: string; name: string }[]> {
  const where = { userId: actor.userId ?? "", enabled: true };
  return sql().prisma.ownedChannel.findMany({ where, orderBy: { name: "asc" }, select: { id: true, name: true } });
}
