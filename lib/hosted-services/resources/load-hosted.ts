import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import type { HostedResource } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import { lockHosted } from "./hosted.sql";

/**
 * The customer's object, if the actor may do this to it. Another owner's and a missing one look the same: `not_found`.
 * With `lock`, the row stays locked until the caller's transaction ends.
 */
export async function loadHosted(
  actor: Actor,
  request: { id: string; kind: string; noun: string; permission: Permission },
  db: Sql,
  options: { lock?: boolean } = {},
): Promise<HostedResource> {
  const { id, kind, noun, permission } = request;
  const reach = authorise(actor, permission);
  if (options.lock) await db.row(lockHosted, [id]);
  const resource = await db.prisma.hostedResource.findUnique({ where: { id, kind } });
  const isWithinReach = resource && (reach === "all" || resource.ownerId === actor.userId);
  const isAllowed = !actor.resourceIds || actor.resourceIds.includes(id);
  if (!isWithinReach || !isAllowed) throw coreErrors.not_found({ detail: `There is no such ${noun}.` });
  return resource;
}
