import { type Actor, type Assurance, type RequestOrigin, systemActor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomToken, sha256 } from "@/lib/core/crypto";
import { newId } from "@/lib/core/ids";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { type AssuranceRow, assuranceColumns } from "./factors/assurance";
import { lifetimes } from "./sessions/cookies";

/**
 * Sessions: an opaque 32-byte token in a cookie, its SHA-256 in the database, looked up on every request, so that a
 * revocation applies from the next one on. next-auth carries the cookie; this file is the truth. What people do with
 * their sessions is in sessions/.
 */
export type NewSession = {
  userId: string;
  scopeServerId: string | null;
  origin: RequestOrigin;
  remember?: boolean | undefined;
  amr?: string[] | undefined;
  withFactor?: boolean | undefined;
  deviceId?: string | null | undefined;
  isNewDevice?: boolean | undefined;
};

/** Makes a session and returns its token, which exists nowhere else. */
export function createSession(session: NewSession): Promise<{ id: string; token: string }> {
  return insertSession(sql(), session);
}

/** The same in the caller's transaction. */
export async function insertSession(db: Sql, session: NewSession): Promise<{ id: string; token: string }> {
  const id = newId("session");
  const token = randomToken(32);
  const { idleSeconds, absoluteSeconds } = session.remember ? lifetimes.remembered : lifetimes.short;
  await db.run(
    `INSERT INTO session (id, token_hash, user_id, scope_server_id, ip, user_agent, idle_seconds, idle_expires_at,
       absolute_expires_at, amr, mfa_at, device_id, is_new_device)
     VALUES ($1, $2, $3, $4, $5, $6, $7::int, now() + make_interval(secs => $7::int), now() + make_interval(secs => $8), $9,
       CASE WHEN $10::boolean THEN now() END, $11, $12)`,
    [
      id,
      sha256(token),
      session.userId,
      session.scopeServerId,
      session.origin.ip,
      session.origin.userAgent?.slice(0, 512) ?? null,
      idleSeconds,
      absoluteSeconds,
      session.amr ?? ["pwd"],
      session.withFactor ?? false,
      session.deviceId ?? null,
      session.isNewDevice ?? false,
    ],
  );
  return { id, token };
}

type ActorRow = AssuranceRow & {
  sessionId: string;
  userId: string;
  role: Role;
  name: string;
  email: string;
  scopeServerId: string | null;
  idleSeconds: number;
  stale: boolean;
  authAge: number;
  mfaAge: number | null;
  newDeviceSessionId: string | null;
};

/** The actor of this session token, or null when it is unknown, expired or revoked. One statement. */
export async function actorOfSession(token: string, origin: RequestOrigin): Promise<Actor | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const row = await sql().row<ActorRow>(
    `SELECT s.id AS "sessionId", s.user_id AS "userId", u.role, u.name, u.email, s.scope_server_id AS "scopeServerId",
            s.idle_seconds AS "idleSeconds", s.last_seen_at < now() - interval '1 minute' AS stale,
            extract(epoch FROM now() - s.auth_at)::float8 AS "authAge",
            extract(epoch FROM now() - s.mfa_at)::float8 AS "mfaAge", ${assuranceColumns},
            (SELECT n.id FROM session n WHERE n.user_id = s.user_id AND n.is_new_device AND n.revoked_at IS NULL
               AND n.id <> s.id AND n.absolute_expires_at > now() LIMIT 1) AS "newDeviceSessionId"
     FROM session s JOIN app_user u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.idle_expires_at > now() AND s.absolute_expires_at > now()
       AND u.disabled_at IS NULL`,
    [sha256(token)],
    "session_actor",
  );
  if (!row) return null;
  if (row.stale) void touchSession(row.sessionId, row.idleSeconds);
  const { userId, role, name, email, scopeServerId: serverId, sessionId } = row;
  const person = { userId, role, name, email, scopes: null, serverId, sessionId, origin };
  // A server's panel login is no person's account: no factors, nothing to confirm.
  if (serverId) return { ...person, kind: "server_login", name: "Panel login", email: "" };
  return { ...person, kind: "user", assurance: assuranceOf(row) };
}

function assuranceOf(row: ActorRow): Assurance {
  return {
    confirmedSecondsAgo: row.hasFactor ? row.mfaAge : row.authAge,
    hasFactor: row.hasFactor,
    mustEnrol: row.factorRequired && !row.hasFactor,
    newDeviceSessionId: row.newDeviceSessionId,
  };
}

/** Extends the idle deadline, at most once a minute; a failure costs a minute of idle time and nothing else. */
async function touchSession(id: string, idleSeconds: number): Promise<void> {
  await sql()
    .run(
      `UPDATE session SET last_seen_at = now(), idle_expires_at = now() + make_interval(secs => $2)
       WHERE id = $1 AND revoked_at IS NULL`,
      [id, idleSeconds],
    )
    .catch(() => {});
}

/** Ends the session of this token when its owner signs out; unknown tokens are ignored. */
export async function revokeSessionToken(token: string, origin: RequestOrigin): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx.row<{ id: string; userId: string }>(
      `UPDATE session SET revoked_at = now(), revoked_reason = 'signed_out'
       WHERE token_hash = $1 AND revoked_at IS NULL RETURNING id, user_id AS "userId"`,
      [sha256(token)],
    );
    if (!row) return;
    const actor: Actor = { ...systemActor, kind: "user", userId: row.userId, sessionId: row.id, origin };
    await recordAudit(tx, actor, { action: "session.signed_out", targetKind: "session", targetId: row.id });
  });
}

/** Deletes sessions a month after their end; the audit log keeps what happened. */
export async function purgeSessions(): Promise<void> {
  await sql().run("DELETE FROM session WHERE absolute_expires_at < now() - interval '30 days'");
}
