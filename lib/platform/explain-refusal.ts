import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { type Explanation, explainAccess } from "@/lib/access/explain";
import type { Permission, Role } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import { normaliseEmail } from "@/lib/core/typed-text";
import { sql } from "@/lib/db/transaction";

export type ExplainQuestion = {
  email: string;
  permission: Permission;
  serverId?: string | undefined;
  /** First characters of the token they used, as its owner sees them in the list. */
  tokenId?: string | undefined;
};

type UserRow = { id: string; role: Role; disabled: boolean; hasFactor: boolean; factorRequired: boolean };

/** For administrators: why this person may, or may not, do this (to this server, with this token). */
export async function explainRefusal(actor: Actor, question: ExplainQuestion): Promise<Explanation> {
  authorise(actor, "access.explain");
  const user = await sql().row<UserRow>(
    `SELECT u.id, u.role, u.disabled_at IS NOT NULL AS disabled,
            EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
              OR EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = u.id) AS "hasFactor",
            EXISTS (SELECT 1 FROM security_policy p WHERE u.role = ANY(p.required_roles)) AS "factorRequired"
     FROM app_user u WHERE u.email = $1`,
    [normaliseEmail(question.email)],
  );
  if (!user) throw coreErrors.not_found({ detail: "There is no user with this address." });
  const token = question.tokenId
    ? await sql().row<{ scopes: string[]; serverIds: string[] | null }>(
        `SELECT scopes, server_ids AS "serverIds" FROM api_token WHERE id = $1 AND user_id = $2`,
        [question.tokenId, user.id],
      )
    : null;
  if (question.tokenId && !token) throw coreErrors.not_found({ detail: "They have no such token." });
  return explainAccess({
    permission: question.permission,
    role: user.role,
    scopes: token?.scopes ?? null,
    disabled: user.disabled,
    mustEnrol: user.factorRequired && !user.hasFactor,
    target: question.serverId ? await serverTarget(question.serverId, user.id, token?.serverIds ?? null) : null,
  });
}

async function serverTarget(serverId: string, userId: string, only: string[] | null) {
  const row = await sql().row<{ isOwn: boolean; shared: string[] | null }>(
    `SELECT w.owner_id = $2 AS "isOwn",
            (SELECT permissions FROM server_member m WHERE m.server_id = w.id AND m.user_id = $2) AS shared
     FROM workload w WHERE w.id = $1`,
    [serverId, userId],
  );
  if (!row || (only && !only.includes(serverId))) return { exists: false, isOwn: false, sharedPermissions: null };
  return { exists: true, isOwn: row.isOwn, sharedPermissions: row.shared };
}

export type Refusal = {
  at: string;
  userId: string | null;
  email: string | null;
  permission: string;
  requestId: string | null;
};

/** The latest requests that were refused for a missing permission. */
export async function recentRefusals(actor: Actor): Promise<Refusal[]> {
  authorise(actor, "access.explain");
  const rows = await sql().rows<Omit<Refusal, "at"> & { at: Date }>(
    `SELECT a.at, a.actor_id AS "userId", u.email, a.target_id AS permission, a.request_id AS "requestId"
     FROM audit_entry a LEFT JOIN app_user u ON u.id = a.actor_id
     WHERE a.action = 'access.refused' ORDER BY a.id DESC LIMIT 20`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
