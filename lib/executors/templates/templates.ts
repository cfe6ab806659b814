import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import type { Row as RowOf } from "@/lib/db/statement";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import type { ExecutorSettings, TemplateChange, TemplateView } from "../contract";
import { executorErrors } from "../errors";
import { listTemplateRows, lockTemplate } from "./templates.sql";

/**
 * Templates: configuration that many executors share. A change makes the next version and touches no executor; a
 * roll-out brings it to them.
 */
type Row = RowOf<typeof listTemplateRows>;

function viewOf(row: Row): TemplateView {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

/** The template when the actor may do this to it, else `not_found`. */
export async function loadTemplate(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql,
  lock = false,
): Promise<TemplateView> {
  const row = await rowOf(actor, id, permission, db, lock);
  if (!row) throw coreErrors.not_found({ detail: "There is no such template." });
  return viewOf(row);
}

export function getTemplate(actor: Actor, id: string): Promise<TemplateView> {
  return loadTemplate(actor, id, "executor_template.read", sql());
}

/** The template that an executor follows; null for none, and for one of staff, which the owner does not see. */
export async function findTemplate(actor: Actor, id: string | null): Promise<TemplateView | null> {
  const row = id === null ? null : await rowOf(actor, id, "executor_template.read", sql(), false);
  return row ? viewOf(row) : null;
}

async function rowOf(actor: Actor, id: string, permission: Permission, db: Sql, lock: boolean): Promise<Row | null> {
  const owner = authorise(actor, permission) === "all" ? null : requireUserId(actor);
  // Locked by a separate statement: one that waited for another change would read the version before it.
  if (lock) await db.run(lockTemplate, [id, owner]);
  return db.row(listTemplateRows, [id, owner, null, 1]);
}

export async function listTemplates(
  actor: Actor,
  { limit, cursor }: ListQuery,
): Promise<{ items: TemplateView[]; nextCursor: string | null }> {
  const owner = authorise(actor, "executor_template.read") === "all" ? null : requireUserId(actor);
  const { rows, nextCursor } = await page({ limit, cursor }, ({ take }) =>
    sql().rows(listTemplateRows, [null, owner, cursor ?? null, take]),
  );
  return { items: rows.map(viewOf), nextCursor };
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
