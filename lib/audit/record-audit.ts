import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import type { Sql } from "@/lib/db/transaction";

export type AuditEvent = {
  /** `resource.verb`, past tense: `server.created`, `session.signed_in`. */
  action: string;
  targetKind: string;
  targetId: string | null;
  /** Never a secret. */
  detail?: Record<string, unknown>;
};

/** Parameters of one audit row, for statements that write it along with the change itself. */
export function auditValues(actor: Actor, event: AuditEvent): unknown[] {
  const { ip, userAgent, requestId } = actor.origin;
  return [
    newId("audit"),
    actor.kind,
    actor.userId,
    event.action,
    event.targetKind,
    event.targetId,
    ip,
    userAgent?.slice(0, 512) ?? null,
    requestId,
    JSON.stringify(event.detail ?? {}),
  ];
}

/** Writes one audit row through the caller's transaction (or alone, for events without a change, such as a refusal). */
export async function recordAudit(db: Sql, actor: Actor, event: AuditEvent): Promise<void> {
  await db.rows(
    `INSERT INTO audit_entry (id, actor_kind, actor_id, action, target_kind, target_id, ip, user_agent, request_id, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    auditValues(actor, event),
    "audit_insert",
  );
}
