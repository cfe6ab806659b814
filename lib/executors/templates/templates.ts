import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import type { ExecutorTemplate } from "@/lib/db/generated/client";
import { page } from "@/lib/db/page";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { type ExecutorSettings, settingsSchema } from "../config/contract";
import { executorErrors } from "../errors";
import type { TemplateChange, TemplateView } from "./contract";
import { lockTemplate } from "./templates.sql";

/**
 * Templates: configuration that many executors share. A change makes the next version and touches no executor; a
 * roll-out brings it to them.
 */
const shown = {
  id: true,
  name: true,
  ownerId: true,
  version: true,
  liveVersion: true,
  createdAt: true,
  owner: { select: { name: true } },
  _count: { select: { executors: { where: { revokedAt: null } } } },
} as const;
type Row = Pick<ExecutorTemplate, "id" | "name" | "ownerId" | "version" | "liveVersion" | "createdAt"> & {
  owner: { name: string };
  _count: { executors: number };
};

/** With the settings of their newest versions, which no foreign key names. */
async function viewsOf(db: Sql, rows: readonly Row[]): Promise<TemplateView[]> {
  const versions = await db.prisma.executorTemplateVersion.findMany({
    where: { OR: rows.map(({ id, version }) => ({ templateId: id, version })) },
    select: { templateId: true, settings: true },
  });
  const settings = new Map(versions.map((version) => [version.templateId, settingsSchema.parse(version.settings)]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    ownerId: row.ownerId,
    ownerName: row.owner.name,
    version: row.version,
    liveVersion: row.liveVersion,
    settings: settings.get(row.id) ?? {},
    createdAt: row.createdAt.toISOString(),
    executors: row._count.executors,
  }));
}

/** The template when the actor may do this to it, else `not_found`. */
export async function loadTemplate(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  lock = false,
): Promise<TemplateView> {
  const template = await findOwn(actor, id, permission, db, lock);
  if (!template) throw coreErrors.not_found({ detail: "There is no such template." });
  return template;
}

export function getTemplate(actor: Actor, id: string): Promise<TemplateView> {
  return loadTemplate(actor, id, "executor_template.read", sql());
}

/** The template that an executor follows; null for none, and for one of staff, which the owner does not see. */
export async function findTemplate(actor: Actor, id: string | null): Promise<TemplateView | null> {
  return id === null ? null : findOwn(actor, id, "executor_template.read", sql(), false);
}

async function findOwn(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  lock: boolean,
): Promise<TemplateView | null> {
  const owner = authorise(actor, permission) === "all" ? null : requireUserId(actor);
  // Locked by a separate statement: one that waited for another change would read the version before it.
  if (lock) await db.row(lockTemplate, [id]);
  const where = owner === null ? { id } : { id, ownerId: owner };
  const row = await db.prisma.executorTemplate.findUnique({ where, select: shown });
  return row && ((await viewsOf(db, [row]))[0] ?? null);
}

export async function listTemplates(
  actor: Actor,
  { limit, cursor }: ListQuery,
): Promise<{ items: TemplateView[]; nextCursor: string | null }> {
  const owner = authorise(actor, "executor_template.read") === "all" ? null : requireUserId(actor);
  const own = owner === null ? {} : { ownerId: owner };
  const { rows, nextCursor } = await page({ limit, cursor }, (window) =>
    sql().prisma.executorTemplate.findMany({ ...window, where: { ...window.where, ...own }, select: shown }),
  );
  return { items: await viewsOf(sql(), rows), nextCursor };
}

export async function createTemplate(
  actor: Actor,
  input: { name: string; settings: ExecutorSettings },
): Promise<TemplateView> {
  authorise(actor, "executor_template.manage");
  const id = newId("executorTemplate");
  return transaction(async (tx) => {
    const ownerId = requireUserId(actor);
    await tx.prisma.executorTemplate.createMany({ data: { id, ownerId, name: input.name } });
    const { settings } = input;
    await tx.prisma.executorTemplateVersion.createMany({
      data: { templateId: id, version: 1, settings, authorId: actor.userId },
    });
    await recordAudit(tx, actor, {
      action: "executor_template.created",
      targetKind: "executor_template",
      targetId: id,
    });
    return loadTemplate(actor, id, "executor_template.manage", tx);
  });
}

/** A new name, or new settings as the next version. */
export async function updateTemplate(
  actor: Actor,
  id: string,
  { ifVersion, ...change }: TemplateChange,
): Promise<TemplateView> {
  return transaction(async (tx) => {
    const before = await loadTemplate(actor, id, "executor_template.manage", tx, true);
    if (ifVersion !== undefined && ifVersion !== before.version) throw executorErrors.changed_meanwhile();
    const version = before.version + (change.settings ? 1 : 0);
    const { name = before.name, settings } = change;
    await tx.prisma.executorTemplate.updateMany({ where: { id }, data: { name, version } });
    if (settings) {
      await tx.prisma.executorTemplateVersion.createMany({
        data: { templateId: id, version, settings, authorId: actor.userId },
      });
    }
    const event = { action: "executor_template.updated", targetKind: "executor_template", targetId: id };
    await recordAudit(tx, actor, { ...event, detail: { version, fields: Object.keys(change) } });
    return loadTemplate(actor, id, "executor_template.manage", tx);
  });
}

/** Deletes a template that no executor follows, and ends the enrolment links that would give it to machines. */
export async function deleteTemplate(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const template = await loadTemplate(actor, id, "executor_template.manage", tx, true);
    if (template.executors > 0) throw executorErrors.template_in_use();
    const now = new Date();
    const { count: endedLinks } = await tx.prisma.executorEnrolment.updateMany({
      where: { templateId: id, expiresAt: { gt: now } },
      data: { expiresAt: now },
    });
    await tx.prisma.executorTemplate.deleteMany({ where: { id } });
    const event = { action: "executor_template.deleted", targetKind: "executor_template", targetId: id };
    await recordAudit(tx, actor, { ...event, detail: { endedLinks } });
  });
}
