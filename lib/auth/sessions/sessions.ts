import { type Actor, type Assurance, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomToken, sha256 } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import type { Row } from "@/lib/db/statement";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { lifetimes } from "./cookies";
import { findSessionActor, insertSessionRow, purgeOldSessions } from "./sessions.sql";

/**
 * Sessions: an opaque 32-byte token in a cookie, its SHA-256 in the database, looked up on every request, so that a
 * revocation applies from the next one on. next-auth carries the cookie; this file is the truth. What people do with
 * their sessions is in sessions/.
 */
export type NewSession = {
  userId: string;
  scopeResourceId: string | null;
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
  await db.run(insertSessionRow, [
    id,
    sha256(token),
    session.userId,
    session.scopeResourceId,
    session.origin.ip,
    session.origin.userAgent?.slice(0, 512) ?? null,
    idleSeconds,
    absoluteSeconds,
    session.amr ?? ["pwd"],
    session.withFactor ?? false,
    session.deviceId ?? null,
    session.isNewDevice ?? false,
  ]);
  return { id, token };
}

/** The actor of this session token, or null when it is unknown, expired or revoked. One statement. */
export async function actorOfSession(token: string, origin: RequestOrigin): Promise<Actor | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const row = await sql().row(findSessionActor, [sha256(token)]);
  if (!row) return null;
  if (row.stale) void extendSession(row.sessionId, row.idleSeconds);
  const { userId, role, name, email, locale, scopeResourceId: resourceId, sessionId } = row;
  const person = { userId, role, name, email, locale, scopes: null, resourceId, sessionId, origin };
  // The panel login of a resource is no person's account: no factors, nothing to confirm.
  if (resourceId) return { ...person, kind: "resource_login", name: "Panel login", email: "", locale: null };
  return { ...person, kind: "user", assurance: assuranceOf(row) };
}

function assuranceOf(row: Row<typeof findSessionActor>): Assurance {
  return {
    confirmedSecondsAgo: row.hasFactor ? row.mfaAge : row.authAge,
    hasFactor: row.hasFactor,
    mustEnrol: row.factorRequired && !row.hasFactor,
    newDeviceSessionId: row.newDeviceSessionId,
  };
}

/** Extends the idle deadline, at most once a minute; a failure costs a minute of idle time and nothing else. */
async function extendSession(id: string, idleSeconds: number): Promise<void> {
  const now = Date.now();
  const data = { lastSeenAt: new Date(now), idleExpiresAt: new Date(now + idleSeconds * 1_000) };
  await sql()
    .prisma.session.updateMany({ where: { id, revokedAt: null }, data })
    .catch(() => {});
}

/** Ends the session of this token when its owner signs out; unknown tokens are ignored. */
export async function revokeSessionToken(token: string, origin: RequestOrigin): Promise<void> {
  await transaction(async (tx) => {
    const [row] = await tx.prisma.session.updateManyAndReturn({
      where: { tokenHash: sha256(token), revokedAt: null },
      data: { revokedAt: new Date(), revokedReason: "signed_out" },
      select: { id: true, userId: true },
    });
    if (!row) return;
    const actor: Actor = { ...systemActor, kind: "user", userId: row.userId, sessionId: row.id, origin };
    await recordAudit(tx, actor, { action: "session.signed_out", targetKind: "session", targetId: row.id });
  });
}

/** Deletes sessions a month after their end; the audit log keeps what happened. */
export async function purgeSessions(): Promise<void> {
  await sql().run(purgeOldSessions);
}
