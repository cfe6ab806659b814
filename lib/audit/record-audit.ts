import { randomBytes } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import type { Sql } from "@/lib/db/transaction";
import { auditKeys, signWith } from "./audit-keys";
import { entryMessage, personalCommitment } from "./chain/entry-mac";
import { classOf, outcomeOf } from "./classify";
import type { AuditOutcome } from "./contract";
import { insertEntries, insertEntry } from "./entries.sql";

/**
 * One entry: the panel signs it (a MAC under a key that the database does not have), a trigger links it into a chain, a
 * worker seals the chains. Names and addresses of people stay out of it: rows hold ids, and what is personal (where a
 * request came from) can be blanked without breaking the signature.
 */
export type AuditEvent = {
  /** `resource.verb`, past tense: `server.created`, `session.signed_in`. Decides how long it is kept (classify.ts). */
  action: string;
  targetKind: string;
  targetId: string | null;
  /** Never a secret, nobody's name or address; see `pseudonym` for what must be recognised again. */
  detail?: Record<string, unknown>;
  /** What changed: the same fields as they were and as they are. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** `refused` when the action's name says so, else `success`. */
  outcome?: AuditOutcome;
};

/** Columns of `auditValues`, in its order. */
export const auditColumns =
  "id, at, actor_kind, actor_id, action, class, outcome, target_kind, target_id, ip, user_agent, personal_salt, personal_hash, request_id, detail, before, after, mac_key, mac";
const columnCount = auditColumns.split(",").length;

/** `$n, $n+1, …` for the columns, in a statement whose own parameters end before `first`. */
export function auditPlaceholders(first: number): string {
  return Array.from({ length: columnCount }, (_, index) => `$${first + index}`).join(", ");
}

// JSON knows characters that PostgreSQL's texts do not: they are replaced, or the change itself would fail.
const storable = (_key: string, value: unknown) =>
  typeof value === "string" ? value.toWellFormed().replaceAll("\0", "�") : value;

function toJson(value: Record<string, unknown> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value, storable);
}

const storableText = (text: string | null) => text?.toWellFormed().replaceAll("\0", "�") ?? null;

/** Parameters of one signed audit row, for statements that write it along with the change itself. */
export function auditValues(actor: Actor, event: AuditEvent, atMs = Date.now()): unknown[] {
  const ip = storableText(actor.origin.ip);
  const userAgent = storableText(actor.origin.userAgent?.slice(0, 512) ?? null);
  const salt = randomBytes(16).toString("hex");
  const keys = auditKeys();
  const entry = {
    id: newId("audit", atMs),
    atMs,
    actorKind: actor.kind,
    actorId: actor.userId,
    action: event.action,
    class: classOf(event.action),
    outcome: event.outcome ?? outcomeOf(event.action),
    targetKind: event.targetKind,
    targetId: storableText(event.targetId),
    requestId: actor.origin.requestId,
    personalHash: personalCommitment(salt, ip, userAgent),
    detail: toJson(event.detail) ?? "{}",
    before: toJson(event.before),
    after: toJson(event.after),
  };
  const mac = signWith(keys, "entry", entryMessage(entry));
  return [
    entry.id,
    new Date(atMs),
    entry.actorKind,
    entry.actorId,
    entry.action,
    entry.class,
    entry.outcome,
    entry.targetKind,
    entry.targetId,
    ip,
    userAgent,
    Buffer.from(salt, "hex"),
    Buffer.from(entry.personalHash, "hex"),
    entry.requestId,
    entry.detail,
    entry.before,
    entry.after,
    keys.currentId,
    Buffer.from(mac, "hex"),
  ];
}

/** Writes one audit row through the caller's transaction (or alone, for events without a change, such as a refusal). */
export async function recordAudit(db: Sql, actor: Actor, event: AuditEvent): Promise<void> {
  await db.run(insertEntry, auditValues(actor, event));
}

/** Many rows in one statement, of one actor; at most some hundreds. */
export async function recordAudits(db: Sql, actor: Actor, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => auditValues(actor, event));
  const byColumn = Array.from({ length: columnCount }, (_, column) => rows.map((row) => row[column]));
  await db.run(insertEntries, byColumn);
}
