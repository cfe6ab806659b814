import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import type { OwnedChannel } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";

/** A channel of the actor; `not_found` for one of somebody else, as for one that does not exist. */
export async function loadChannel(db: Sql, actor: Actor, id: string): Promise<OwnedChannel> {
  const channel = await db.prisma.ownedChannel.findUnique({ where: { id, userId: requireUserId(actor) } });
  if (!channel) throw coreErrors.not_found({ detail: "There is no such channel." });
  return channel;
}
