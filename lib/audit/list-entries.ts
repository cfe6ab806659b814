import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { normaliseEmail } from "@/lib/core/typed-text";
import { type Sql, sql } from "@/lib/db/transaction";
import { pseudonym } from "./audit-keys";
import type { AuditClass, AuditEntryView, AuditOutcome, AuditQuery } from "./contract";

/** All entries (administrators), or those that somebody did or that were done to their account. */
export type AuditScope = "all" | "own";

type Row = {
  id: string;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  actorEmail: string | null;
  action: string;
  class: AuditClass;
  outcome: AuditOutcome;
  targetKind: string;
  targetId: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  detail: Record<string, unknown>;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  chain: number | null;
  seq: number | null;
};

const columns = `a.id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", u.name AS "actorName", u.email AS "actorEmail", a.action,
  a.class, a.outcome, a.target_kind AS "targetKind", a.target_id AS "targetId", a.ip, a.user_agent AS "userAgent",
  a.request_id AS "requestId", a.detail, a.before, a.after, a.chain, a.seq::float8 AS seq`;

type Filters = Omit<AuditQuery, "format" | "limit" | "cursor">;

/** Conditions of the filters, and their parameters. */
class Conditions {
  readonly values: unknown[] = [];
  readonly parts: string[] = [];

  /** `text` names its parameter `?`. */
  add(text: string, value: unknown): void {
    this.values.push(value);
    this.parts.push(text.replaceAll("?", `$${this.values.length}`));
  }

  get where(): string {
    return this.parts.length > 0 ? `WHERE ${this.parts.join(" AND ")}` : "";
  }
}

const escaped = (text: string) => text.replace(/[\\%_]/g, "\\$&");

async function conditionsOf(db: Sql, actor: Actor, scope: AuditScope, filters: Filters): Promise<Conditions> {
  const conditions = new Conditions();
  if (scope === "own") {
    // In an administrator's entries about another person that person sees who did it, but not from where.
    conditions.add("(a.actor_id = ? OR (a.target_kind = 'user' AND a.target_id = ?))", requireUserId(actor));
  }
  const { actor: who, action, targetKind, target, ip, outcome, from, to, q } = filters;
  if (who) conditions.add("a.actor_id = ?", who.includes("@") ? await idOfAddress(db, who, scope) : who);
  if (action?.endsWith(".")) conditions.add("a.action LIKE ?", `${escaped(action)}%`);
  else if (action) conditions.add("a.action = ?", action);
  if (targetKind) conditions.add("a.target_kind = ?", targetKind);
  if (target) conditions.add("a.target_id = ?", target);
  if (ip) conditions.add("a.ip = ?", ip);
  // Where others' requests came from is not shown, so it cannot be asked for either.
  if (ip && scope === "own") conditions.add("a.actor_id = ?", actor.userId);
  if (outcome) conditions.add("a.outcome = ?", outcome);
  if (filters.class) conditions.add("a.class = ?", filters.class);
  if (from) conditions.add("a.at >= ?", new Date(from));
  if (to) conditions.add("a.at < ?", new Date(to));
  if (q?.includes("@")) await addAddress(db, conditions, q, scope);
  else if (q) {
    const detail = scope === "all" ? " OR a.ip LIKE ?" : "";
    conditions.add(
      `(a.action ILIKE ? OR a.target_id ILIKE ? OR a.actor_id ILIKE ? OR a.request_id ILIKE ? OR a.detail::text ILIKE ?
        OR a.before::text ILIKE ? OR a.after::text ILIKE ?${detail})`,
      `%${escaped(q)}%`,
    );
  }
  return conditions;
}

/** Whether an address has an account is shown only to those who see all entries. */
async function idOfAddress(db: Sql, address: string, scope: AuditScope): Promise<string> {
  if (scope === "own") return address;
  const row = await db.row<{ id: string }>("SELECT id FROM app_user WHERE email = $1", [normaliseEmail(address)]);
  return row?.id ?? address;
}

/**
 * What the person with this address did, what was done to their account, and sign-ins that were tried with the address.
 */
async function addAddress(db: Sql, conditions: Conditions, address: string, scope: AuditScope): Promise<void> {
  const id = await idOfAddress(db, address, scope);
  conditions.add("(a.actor_id = ANY(?) OR a.target_id = ANY(?) OR a.detail->>'account' = ANY(?))", [
    id,
    pseudonym(address),
  ]);
}

/** One page, the newest first; `nextCursor` is the last entry's id. */
export async function listAudit(
  actor: Actor,
  scope: AuditScope,
  query: Omit<AuditQuery, "format">,
): Promise<{ items: AuditEntryView[]; nextCursor: string | null }> {
  authorise(actor, scope === "all" ? "audit.read" : "account.read");
  const { limit, cursor, ...filters } = query;
  const rows = await readPage(actor, scope, filters, { limit: limit + 1, cursor: cursor ?? null });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function readPage(
  actor: Actor,
  scope: AuditScope,
  filters: Filters,
  page: { limit: number; cursor: string | null },
): Promise<AuditEntryView[]> {
  const conditions = await conditionsOf(sql(), actor, scope, filters);
  if (page.cursor) conditions.add("a.id < ?", page.cursor);
  const rows = await sql().rows<Row>(
    `SELECT ${columns} FROM audit_entry a LEFT JOIN app_user u ON u.id = a.actor_id ${conditions.where}
     ORDER BY a.id DESC LIMIT ${Math.trunc(page.limit)}`,
    conditions.values,
  );
  return rows.map((row) => toView(row, actor, scope));
}

function toView(row: Row, actor: Actor, scope: AuditScope): AuditEntryView {
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
