import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { ListQuery } from "@/lib/core/lists";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import type { ExecutorSettings, TemplateChange, TemplateView } from "./contract";
import { executorErrors } from "./errors";

/**
 * Templates: configuration that many executors share. A change makes the next version and touches no executor; a
 * roll-out brings it to them.
 */
type Row = Omit<TemplateView, "createdAt"> & { createdAt: Date };

const select = `
  SELECT t.id, t.name, t.owner_id AS "ownerId", u.name AS "ownerName", t.version, t.live_version AS "liveVersion", v.settings, t.created_at AS "createdAt",
         (SELECT count(*)::int FROM executor e WHERE e.template_id = t.id AND e.revoked_at IS NULL) AS executors
  FROM executor_template t JOIN executor_template_version v ON v.template_id = t.id AND v.version = t.version
  JOIN app_user u ON u.id = t.owner_id`;

function viewOf(row: Row): TemplateView {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

/** The template when the actor may do this to it, else `not_found`. */
export async function loadTemplate(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql = sql(),
  lock = false,
): Promise<TemplateView> {
  const row = await rowOf(actor, id, permission, db, lock);
  if (!row) throw coreErrors.not_found({ detail: "There is no such template." });
  return viewOf(row);
}

/** The template that an executor follows; null for none, and for one of staff, which the owner does not see. */
export async function findTemplate(actor: Actor, id: string | null): Promise<TemplateView | null> {
  const row = id === null ? null : await rowOf(actor, id, "executor_template.read", sql(), false);
  return row ? viewOf(row) : null;
}

async function rowOf(actor: Actor, id: string, permission: Permission, db: Sql, lock: boolean): Promise<Row | null> {
  const owner = authorise(actor, permission) === "all" ? null : requireUserId(actor);
  // Locked by a separate statement: one that waited for another change would read the version before it.
  const which = "WHERE t.id = $1 AND ($2::text IS NULL OR t.owner_id = $2)";
  if (lock) await db.row(`SELECT 1 FROM executor_template t ${which} FOR UPDATE`, [id, owner]);
  return db.row<Row>(`${select} ${which}`, [id, owner]);
}

export async function listTemplates(
  actor: Actor,
  { limit, cursor }: ListQuery,
): Promise<{ items: TemplateView[]; nextCursor: string | null }> {
  const owner = authorise(actor, "executor_template.read") === "all" ? null : requireUserId(actor);
  const rows = await sql().rows<Row>(
    `${select} WHERE ($1::text IS NULL OR t.owner_id = $1) AND ($2::text IS NULL OR t.id < $2) ORDER BY t.id DESC LIMIT $3`,
    [owner, cursor ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(viewOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function createTemplate(
  actor: Actor,
  input: { name: string; settings: ExecutorSettings },
): Promise<TemplateView> {
  authorise(actor, "executor_template.manage");
  const id = newId("executorTemplate");
  return transaction(async (tx) => {
    await tx.run("INSERT INTO executor_template (id, owner_id, name) VALUES ($1, $2, $3)", [
      id,
      requireUserId(actor),
      input.name,
    ]);
    await tx.run(
      "INSERT INTO executor_template_version (template_id, version, settings, author_id) VALUES ($1, 1, $2, $3)",
      [id, JSON.stringify(input.settings), actor.userId],
    );
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
    await tx.run("UPDATE executor_template SET name = $2, version = $3 WHERE id = $1", [
      id,
      change.name ?? before.name,
      version,
    ]);
    if (change.settings) {
      await tx.run(
        "INSERT INTO executor_template_version (template_id, version, settings, author_id) VALUES ($1, $2, $3, $4)",
        [id, version, JSON.stringify(change.settings), actor.userId],
      );
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
    const endedLinks = await tx.run(
      "UPDATE executor_enrolment SET expires_at = now() WHERE template_id = $1 AND expires_at > now()",
      [id],
    );
    await tx.run("DELETE FROM executor_template WHERE id = $1", [id]);
    const event = { action: "executor_template.deleted", targetKind: "executor_template", targetId: id };
    await recordAudit(tx, actor, { ...event, detail: { endedLinks } });
  });
}
