import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { maskFields } from "@/lib/access/fields";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import type { UserDetailView } from "./contract";

type Row = Omit<UserDetailView, "createdAt" | "factorResetDueAt" | "lastSeenAt"> & {
  createdAt: Date;
  factorResetDueAt: Date | null;
  lastSeenAt: Date | null;
};

/**
 * Staff: one account with its security state: whether the address is confirmed, which factors it has, what is pending.
 */
export async function getUser(actor: Actor, id: string): Promise<UserDetailView> {
  authorise(actor, "user.read");
  const row = await sql().row<Row>(
    `SELECT u.id, u.email, u.name, u.role, u.disabled_at IS NOT NULL AS disabled, u.created_at AS "createdAt",
            u.email_verified_at IS NOT NULL AS "emailVerified",
            (SELECT count(*)::int FROM workload w WHERE w.owner_id = u.id) AS servers,
            json_build_object('servers', u.max_servers, 'memory', u.max_memory_mb / 1024.0, 'cpu', u.max_cpu_milli / 1000.0,
              'diskSpace', u.max_disk_mb / 1024.0) AS quota,
            ARRAY(SELECT method FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL
                  UNION ALL SELECT 'passkey' FROM passkey k WHERE k.user_id = u.id) AS factors,
            (SELECT max(due_at) FROM factor_reset r WHERE r.user_id = u.id AND r.done_at IS NULL AND r.cancelled_at IS NULL)
              AS "factorResetDueAt",
            (SELECT max(last_seen_at) FROM session s WHERE s.user_id = u.id) AS "lastSeenAt",
            (SELECT count(*)::int FROM api_token t WHERE t.user_id = u.id AND t.revoked_at IS NULL) AS tokens
     FROM app_user u WHERE u.id = $1`,
    [id],
  );
  if (!row) throw coreErrors.not_found({ detail: "There is no such user." });
  const view = {
    ...row,
    createdAt: row.createdAt.toISOString(),
    factorResetDueAt: row.factorResetDueAt?.toISOString() ?? null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  };
  return maskFields(actor, "user", view, id === actor.userId);
}

/** Mails somebody a link to choose a new password. Administrators never set or see one. */
export async function sendPasswordReset(actor: Actor, id: string): Promise<void> {
  authorise(actor, "user.manage");
  await transaction(async (tx) => {
    const user = await tx.row<{ email: string }>("SELECT email FROM app_user WHERE id = $1", [id]);
    if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
    await queueMail(tx, { to: user.email, userId: id, template: "password-reset", data: null });
    await recordAudit(tx, actor, { action: "user.password_reset_sent", targetKind: "user", targetId: id });
  });
}
