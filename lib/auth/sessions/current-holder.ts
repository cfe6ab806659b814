import { type Actor, noOrigin } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { isAddressAllowed } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { findTokenHolder } from "../tokens/tokens.sql";
import { findSessionHolder } from "./sessions.sql";

/**
 * The actor of a session or token now, by its id: for connections that were opened with it and are still open. Nothing
 * is recorded as use: an open page does not extend its session.
 */
export type CurrentHolder =
  /** `forMs`: it ends by itself then, unless it is used meanwhile; null: never. */
  { actor: Actor; forMs: number | null } | { actor: null; endedBecause: string };

type Person = { userId: string; role: Role; hasFactor: boolean; factorRequired: boolean };

export async function holderOfSession(id: string): Promise<CurrentHolder> {
  const row = await sql().row(findSessionHolder, [id]);
  if (!row) return { actor: null, endedBecause: "ended" };
  if (row.isRevoked) return { actor: null, endedBecause: row.revokedReason ?? "ended" };
  if (row.isLocked) return { actor: null, endedBecause: "locked" };
  if (row.remainingMs === null || row.remainingMs <= 0) return { actor: null, endedBecause: "ended" };
  const kind = row.scopeResourceId ? "resource_login" : "user";
  const actor: Actor = { ...actorOf(row), kind, resourceId: row.scopeResourceId, sessionId: id };
  return { actor, forMs: row.remainingMs };
}

/** `isProof` says whether a stored digest is that of the secret which was shown. */
export async function holderOfToken(
  id: string,
  isProof: (digest: string) => boolean,
  address: string | null,
): Promise<CurrentHolder> {
  const row = await sql().row(findTokenHolder, [id]);
  if (!row || row.isOver || row.isLocked) return { actor: null, endedBecause: "ended" };
  const isPrevious = !isProof(row.hash);
  if (isPrevious && !(row.previousHash && isProof(row.previousHash) && (row.previousMs ?? 0) > 0)) {
    return { actor: null, endedBecause: "ended" };
  }
  if (!isAddressAllowed(address, row.addresses ?? [])) return { actor: null, endedBecause: "ended" };
  const { scopes, resourceIds } = row;
  const ends = [row.remainingMs, isPrevious ? row.previousMs : null].filter((ms) => ms !== null);
  const actor: Actor = { ...actorOf(row), kind: "token", scopes, resourceIds };
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
    resourceId: null,
    sessionId: null,
    origin: noOrigin,
    assurance: { confirmedSecondsAgo: null, hasFactor, mustEnrol, newDeviceSessionId: null },
  };
}
