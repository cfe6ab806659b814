import { type Actor, noOrigin } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { isAddressAllowed } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { type AssuranceRow, assuranceColumns } from "./factors/assurance";

/**
 * The actor of a session or token now, by its id: for connections that were opened with it and are still open. Nothing
 * is recorded as use: an open page does not extend its session.
 */
export type CurrentHolder =
  /** `forMs`: it ends by itself then, unless it is used meanwhile; null: never. */
  { actor: Actor; forMs: number | null } | { actor: null; endedBecause: string };

type Person = AssuranceRow & { userId: string; role: Role; isLocked: boolean; remainingMs: number | null };

type SessionRow = Person & { scopeServerId: string | null; revokedReason: string | null; isRevoked: boolean };

export async function holderOfSession(id: string): Promise<CurrentHolder> {
  const row = await sql().row<SessionRow>(
    `SELECT s.user_id AS "userId", u.role, s.scope_server_id AS "scopeServerId", u.disabled_at IS NOT NULL AS "isLocked",
            s.revoked_at IS NOT NULL AS "isRevoked", s.revoked_reason AS "revokedReason",
            extract(epoch FROM least(s.idle_expires_at, s.absolute_expires_at) - now())::float8 * 1000 AS "remainingMs",
            ${assuranceColumns}
     FROM session s JOIN app_user u ON u.id = s.user_id WHERE s.id = $1`,
    [id],
    "session_holder",
  );
  if (!row) return { actor: null, endedBecause: "ended" };
  if (row.isRevoked) return { actor: null, endedBecause: row.revokedReason ?? "ended" };
  if (row.isLocked) return { actor: null, endedBecause: "locked" };
  if (row.remainingMs === null || row.remainingMs <= 0) return { actor: null, endedBecause: "ended" };
  const kind = row.scopeServerId ? "server_login" : "user";
  const actor: Actor = { ...actorOf(row), kind, serverId: row.scopeServerId, sessionId: id };
  return { actor, forMs: row.remainingMs };
}

type TokenRow = Person & {
  isOver: boolean;
  hash: string;
  previousHash: string | null;
  previousMs: number | null;
  scopes: string[];
  serverIds: string[] | null;
  addresses: string[] | null;
};

/** `isProof` says whether a stored digest is that of the secret which was shown. */
export async function holderOfToken(
  id: string,
  isProof: (digest: string) => boolean,
  address: string | null,
): Promise<CurrentHolder> {
  const row = await sql().row<TokenRow>(
    `SELECT t.user_id AS "userId", u.role, u.disabled_at IS NOT NULL AS "isLocked", t.scopes, t.server_ids AS "serverIds",
            t.addresses, t.token_hash AS hash, t.previous_hash AS "previousHash",
            t.revoked_at IS NOT NULL OR coalesce(t.expires_at <= now(), false) AS "isOver",
            extract(epoch FROM t.expires_at - now())::float8 * 1000 AS "remainingMs",
            extract(epoch FROM t.previous_expires_at - now())::float8 * 1000 AS "previousMs", ${assuranceColumns}
     FROM api_token t JOIN app_user u ON u.id = t.user_id WHERE t.id = $1`,
    [id],
    "token_holder",
  );
  if (!row || row.isOver || row.isLocked) return { actor: null, endedBecause: "ended" };
  const isPrevious = !isProof(row.hash);
  if (isPrevious && !(row.previousHash && isProof(row.previousHash) && (row.previousMs ?? 0) > 0)) {
    return { actor: null, endedBecause: "ended" };
  }
  if (!isAddressAllowed(address, row.addresses ?? [])) return { actor: null, endedBecause: "ended" };
  const { scopes, serverIds } = row;
  const ends = [row.remainingMs, isPrevious ? row.previousMs : null].filter((ms) => ms !== null);
  const actor: Actor = { ...actorOf(row), kind: "token", scopes, serverIds };
  return { actor, forMs: ends.length > 0 ? Math.min(...ends) : null };
}

function actorOf({ userId, role, hasFactor, factorRequired }: Person): Actor {
  const mustEnrol = factorRequired && !hasFactor;
  return {
    kind: "user",
    userId,
    role,
    name: "",
    email: "",
    scopes: null,
    serverId: null,
    sessionId: null,
    origin: noOrigin,
    assurance: { confirmedSecondsAgo: null, hasFactor, mustEnrol, newDeviceSessionId: null },
  };
}
