import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { permissions, roles } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql } from "@/lib/db/transaction";
import { type ExecutorSettings, settingsSchema } from "../config/contract";
import { lockTemplateToFollow } from "./templates.sql";

export type FollowedTemplate = { id: string; version: number; settings: ExecutorSettings };

/** Roles that may manage every executor: executors of every owner may follow their templates. */
const staffRoles = roles.filter((role) => permissions["executor.manage"][role] === "all");

/**
 * A template at the version that new followers get: of the actor's reach, and of the executor's owner or of staff,
 * since the owner of a template controls all executors that follow it. `validation_failed` when there is none.
 */
export async function followTemplate(tx: Sql, actor: Actor, id: string, ownerId: string): Promise<FollowedTemplate> {
  const reach = authorise(actor, "executor_template.read") === "all" ? null : requireUserId(actor);
  // Locked by a separate statement: one that waited for a roll-out would read the version that was live before.
  await tx.row(lockTemplateToFollow, [id]);
  const template = await tx.prisma.executorTemplate.findUnique({
    where: reach === null ? { id } : { id, ownerId: reach },
    select: { liveVersion: true, ownerId: true, owner: { select: { role: true } } },
  });
  if (!template) throw refused("There is no such template.");
  if (template.ownerId !== ownerId && !staffRoles.includes(template.owner.role)) {
    throw refused("This template belongs to somebody else than the executor.");
  }
  const row = await findVersion(tx, id, template.liveVersion);
  if (!row) throw refused("There is no such template.");
  return row;
}

/** One version of a template; null when the template was deleted, or none is named. */
export async function findVersion(
  db: Sql,
  templateId: string | null,
  version: number | null,
): Promise<FollowedTemplate | null> {
  if (templateId === null || version === null) return null;
  const where = { templateId_version: { templateId, version } };
  const row = await db.prisma.executorTemplateVersion.findUnique({ where });
  return row && { id: templateId, version, settings: settingsSchema.parse(row.settings) };
}

function refused(message: string) {
  return coreErrors.validation_failed({ detail: message, errors: [{ path: "templateId", message }] });
}

/** `name` says whose it is where that is not the actor. */
type TemplateChoice = { id: string; name: string };

/** Templates that executors of `ownerId` may follow, or all of the actor's reach; by name, at most 500. */
export async function listTemplateChoices(actor: Actor, ownerId: string | null): Promise<TemplateChoice[]> {
  const reach = authorise(actor, "executor_template.read") === "all" ? null : requireUserId(actor);
  const rows = await sql().prisma.executorTemplate.findMany({
    where: {
      ...(reach === null ? {} : { ownerId: reach }),
      ...(ownerId === null ? {} : { OR: [{ ownerId }, { owner: { role: { in: staffRoles } } }] }),
    },
    select: { id: true, name: true, ownerId: true, owner: { select: { name: true } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 500,
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.ownerId === actor.userId ? row.name : `${row.name} (${row.owner.name})`,
  }));
}
