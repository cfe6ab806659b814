import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { normaliseEmail } from "@/lib/core/typed-text";
import { escapeLike } from "@/lib/db/escape-like";
import { page } from "@/lib/db/page";
import { readSql } from "@/lib/db/replica/replica";
import type { Row } from "@/lib/db/statement";
import { type Sql, sql } from "@/lib/db/transaction";
import { pseudonym } from "./audit-keys";
import type { AuditEntryView, AuditQuery } from "./contract";
import { listEntries } from "./entries.sql";

/** All entries (administrators), or those that somebody did or that were done to their account. */
export type AuditScope = "all" | "own";

type Filters = Omit<AuditQuery, "format" | "limit" | "cursor">;

/** Parameters of `listEntries`, in its order. */
async function valuesOf(
  db: Sql,
  actor: Actor,
  scope: AuditScope,
  filters: Filters,
  window: { cursor: string | null; take: number },
): Promise<unknown[]> {
  const isOwn = scope === "own";
  const { actor: who, action, targetKind, target, ip, outcome, from, to, q } = filters;
  const isAddress = q?.includes("@") ?? false;
  const pattern = q && !isAddress ? `%${escapeLike(q)}%` : null;
  return [
    window.cursor,
    // In an administrator's entries about another person that person sees who did it, but not from where.
    isOwn ? requireUserId(actor) : null,
    who?.includes("@") ? await idOfAddress(db, who, scope) : who || null,
    action?.endsWith(".") ? `${escapeLike(action)}%` : null,
    action && !action.endsWith(".") ? action : null,
    targetKind || null,
    target || null,
    ip || null,
    // Where others' requests came from is not shown, so it cannot be asked for either.
    ip && isOwn ? actor.userId : null,
    outcome ?? null,
    filters.class ?? null,
    from ? new Date(from) : null,
    to ? new Date(to) : null,
    q && isAddress ? [await idOfAddress(db, q, scope), pseudonym(q)] : null,
    pattern,
    isOwn ? null : pattern,
    window.take,
  ];
}

/** Whether an address has an account is shown only to those who see all entries. */
async function idOfAddress(db: Sql, address: string, scope: AuditScope): Promise<string> {
  if (scope === "own") return address;
  const where = { email: normaliseEmail(address) };
  return (await db.prisma.user.findUnique({ where, select: { id: true } }))?.id ?? address;
}

/** One page, the newest first; `nextCursor` is the last entry's id. */
export async function listAudit(
  actor: Actor,
  scope: AuditScope,
  query: Omit<AuditQuery, "format">,
): Promise<{ items: AuditEntryView[]; nextCursor: string | null }> {
  authorise(actor, scope === "all" ? "audit.read" : "account.read");
  const { limit, cursor, ...filters } = query;
  const { rows, nextCursor } = await page({ limit, cursor }, ({ take }) =>
    readPage(actor, scope, filters, { take, cursor: cursor ?? null }),
  );
  return { items: rows, nextCursor };
}

export async function readPage(
  actor: Actor,
  scope: AuditScope,
  filters: Filters,
  window: { cursor: string | null; take: number },
): Promise<AuditEntryView[]> {
  const rows = await readSql().rows(listEntries, await valuesOf(sql(), actor, scope, filters, window));
  return rows.map((row) => toView(row, actor, scope));
}

function toView(row: Row<typeof listEntries>, actor: Actor, scope: AuditScope): AuditEntryView {
  const isOthers = scope === "own" && row.actorId !== null && row.actorId !== actor.userId;
  const { id, action, outcome, targetKind, targetId, detail, before, after, chain, seq } = row;
  return {
    id,
    at: row.at.toISOString(),
    actor: {
      kind: row.actorKind,
      id: row.actorId,
      name: row.actorName,
      // Another's address, network and browser are theirs.
      email: isOthers ? null : row.actorEmail,
    },
    action,
    class: row.class,
    outcome,
    targetKind,
    targetId,
    ip: isOthers ? null : row.ip,
    userAgent: isOthers ? null : row.userAgent,
    requestId: isOthers ? null : row.requestId,
    detail,
    before,
    after,
    chain,
    seq,
  };
}
