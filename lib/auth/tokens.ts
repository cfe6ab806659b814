import type { Actor, RequestOrigin } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { isScope, type Role } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomToken, sha256 } from "@/lib/core/crypto";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import { type AssuranceRow, assuranceColumns } from "./factors/assurance";

/** Personal API tokens: `lnt_` and 43 characters (32 random bytes); only the SHA-256 is stored. */
export const tokenPattern = /^lnt_[\w-]{43}$/;

export type TokenRow = {
  id: string;
  name: string;
  scopes: string[];
  expiresAt: string | null;
  lastUsedAt: string | null;
  createdAt: string;
};

export type NewToken = { name: string; scopes: string[]; expiresInDays?: number | undefined };

/** Makes a token for a user and returns it once. Scopes are permissions, `resource.*` or `*`. */
export async function createToken(
  actor: Actor,
  userId: string,
  input: NewToken,
): Promise<TokenRow & { token: string }> {
  const unknown = input.scopes.filter((scope) => !isScope(scope));
  if (unknown.length > 0) {
    throw coreErrors.validation_failed({
      errors: unknown.map((scope) => ({ path: "scopes", message: `There is no scope ${scope}.` })),
    });
  }
  const id = newId("token");
  const token = `lnt_${randomToken(32)}`;
  const expiresAt = input.expiresInDays ? new Date(Date.now() + input.expiresInDays * 86_400_000) : null;
  await transaction(async (tx) => {
    await tx.run(
      "INSERT INTO api_token (id, user_id, name, token_hash, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
      [id, userId, input.name, sha256(token), input.scopes, expiresAt],
    );
    const detail = { name: input.name, scopes: input.scopes };
    await recordAudit(tx, actor, { action: "token.created", targetKind: "token", targetId: id, detail });
  });
  return {
    id,
    name: input.name,
    scopes: input.scopes,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: null,
    createdAt: new Date().toISOString(),
    token,
  };
}

export async function listTokens(actor: Actor): Promise<TokenRow[]> {
  const rows = await sql().rows<{
    id: string;
    name: string;
    scopes: string[];
    expiresAt: Date | null;
    lastUsedAt: Date | null;
    createdAt: Date;
  }>(
    `SELECT id, name, scopes, expires_at AS "expiresAt", last_used_at AS "lastUsedAt", created_at AS "createdAt"
     FROM api_token WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 100`,
    [requireUserId(actor)],
  );
  return rows.map((row) => ({
    ...row,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

export async function revokeToken(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const done = await tx.run(
      "UPDATE api_token SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
      [id, requireUserId(actor)],
    );
    if (done === 0) throw coreErrors.not_found({ detail: "There is no such token." });
    await recordAudit(tx, actor, { action: "token.revoked", targetKind: "token", targetId: id });
  });
}

type ActorRow = AssuranceRow & {
  id: string;
  userId: string;
  role: Role;
  name: string;
  email: string;
  scopes: string[];
  stale: boolean;
};

/** Who holds this token, or null when it is unknown, expired or revoked. */
export async function actorOfToken(token: string, origin: RequestOrigin): Promise<Actor | null> {
  if (!tokenPattern.test(token)) return null;
  const row = await sql().row<ActorRow>(
    `SELECT t.id, t.user_id AS "userId", u.role, u.name, u.email, t.scopes,
            t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute' AS stale,
            ${assuranceColumns}
     FROM api_token t JOIN app_user u ON u.id = t.user_id
     WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
       AND u.disabled_at IS NULL`,
    [sha256(token)],
    "token_actor",
  );
  if (!row) return null;
  if (row.stale) {
    void sql()
      .run("UPDATE api_token SET last_used_at = now() WHERE id = $1", [row.id])
      .catch(() => {});
  }
  const { userId, role, name, email, scopes, hasFactor, factorRequired } = row;
  const mustEnrol = factorRequired && !hasFactor;
  const assurance = { confirmedSecondsAgo: null, hasFactor, mustEnrol, newDeviceSessionId: null };
  return { kind: "token", userId, role, name, email, scopes, serverId: null, sessionId: null, origin, assurance };
}
