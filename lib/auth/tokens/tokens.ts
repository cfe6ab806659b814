import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { isScope } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import { isMachineSecret, makeMachineSecret } from "@/lib/core/encryption/machine-secrets";
import { coreErrors, type FieldError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isAddressAllowed } from "@/lib/core/networks";
import { sql, transaction } from "@/lib/db/transaction";
import type { TokenView } from "../contract";
import { noteTokenNetwork } from "../detection/note-token-network";
import { findTokenActor, lockToken } from "./tokens.sql";

/**
 * Personal API tokens: `lnt_` secrets of which only the SHA-256 is stored (they carry 256 bits; no slow hash is
 * needed). A token is limited by scopes, servers, addresses and time; a rotation leaves the old secret working for a
 * while.
 */
const prefix = "lnt_";
/** Enough to distinguish one's tokens, and no help in guessing the rest. */
const startLength = 8;

export type NewToken = {
  name: string;
  scopes: string[];
  expiresInDays?: number | undefined;
  servers?: string[] | undefined;
  addresses?: string[] | undefined;
};

/** Makes a token for a user and returns its secret once. Scopes are permissions, `resource.*` or `*`. */
export async function createToken(
  actor: Actor,
  userId: string,
  input: NewToken,
): Promise<TokenView & { token: string }> {
  const errors: FieldError[] = input.scopes
    .filter((scope) => !isScope(scope))
    .map((scope) => ({ path: "scopes", message: `There is no scope ${scope}.` }));
  if (errors.length > 0) throw coreErrors.validation_failed({ errors });
  const id = newId("token");
  const token = makeMachineSecret(prefix);
  const expiresAt = input.expiresInDays ? new Date(Date.now() + input.expiresInDays * 86_400_000) : null;
  const limits = { servers: input.servers ?? null, addresses: input.addresses ?? [] };
  await transaction(async (tx) => {
    await tx.prisma.apiToken.create({
      data: {
        id,
        userId,
        name: input.name,
        tokenHash: sha256(token),
        start: token.slice(0, startLength),
        scopes: input.scopes,
        expiresAt,
        // Left out: all servers.
        ...(limits.servers === null ? {} : { resourceIds: limits.servers }),
        addresses: limits.addresses,
      },
      select: { id: true },
    });
    // How many networks, not which: the log is kept longer than the person's account.
    const detail = {
      name: input.name,
      scopes: input.scopes,
      servers: limits.servers,
      networks: limits.addresses.length,
    };
    await recordAudit(tx, actor, { action: "token.created", targetKind: "token", targetId: id, detail });
  });
  return {
    id,
    name: input.name,
    scopes: input.scopes,
    start: token.slice(0, startLength),
    ...limits,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: null,
    lastUsedIp: null,
    previousUntil: null,
    createdAt: new Date().toISOString(),
    token,
  };
}

const shown = {
  id: true,
  name: true,
  scopes: true,
  start: true,
  resourceIds: true,
  addresses: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
  previousExpiresAt: true,
  createdAt: true,
} as const;

/** The actor's tokens that were not revoked, the newest first. */
export async function listTokens(actor: Actor): Promise<TokenView[]> {
  const rows = await sql().prisma.apiToken.findMany({
    where: { userId: requireUserId(actor), revokedAt: null },
    select: shown,
    orderBy: { id: "desc" },
    take: 1_000,
  });
  const unlimited = await unlimitedOf(rows.map(({ id }) => id));
  return rows.map(({ resourceIds, previousExpiresAt, ...row }) => ({
    ...row,
    servers: unlimited.has(row.id) ? null : resourceIds,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    previousUntil: previousExpiresAt && previousExpiresAt > new Date() ? previousExpiresAt.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
  }));
}

/** Those of these tokens that are for all servers. Prisma Client reads that, a null, as an empty list, which is none. */
async function unlimitedOf(ids: string[]): Promise<Set<string>> {
  const where = { id: { in: ids }, resourceIds: { equals: null } };
  const rows = await sql().prisma.apiToken.findMany({ where, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

/** What a token of this person is limited to; null servers are all of them. Null when there is no such token. */
export async function findTokenLimits(
  id: string,
  userId: string,
): Promise<{ scopes: string[]; resourceIds: string[] | null } | null> {
  const token = await sql().prisma.apiToken.findUnique({
    where: { id, userId },
    select: { scopes: true, resourceIds: true },
  });
  if (!token) return null;
  return { scopes: token.scopes, resourceIds: (await unlimitedOf([id])).has(id) ? null : token.resourceIds };
}

/** A new secret for one of the actor's tokens; the old one works for `overlapMinutes` more. Returned once. */
export async function rotateToken(
  actor: Actor,
  id: string,
  overlapMinutes: number,
): Promise<{ token: string; previousUntil: string }> {
  const token = makeMachineSecret(prefix);
  return transaction(async (tx) => {
    await tx.row(lockToken, [id]);
    const now = new Date();
    const own = { id, userId: requireUserId(actor), revokedAt: null };
    const row = await tx.prisma.apiToken.findUnique({
      where: { ...own, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      select: { tokenHash: true },
    });
    if (!row) throw coreErrors.not_found({ detail: "There is no such token." });
    const until = new Date(now.getTime() + overlapMinutes * 60_000);
    await tx.prisma.apiToken.update({
      where: { id },
      data: {
        previousHash: row.tokenHash,
        previousExpiresAt: until,
        tokenHash: sha256(token),
        start: token.slice(0, startLength),
        rotatedAt: now,
      },
    });
    const detail = { overlapMinutes };
    await recordAudit(tx, actor, { action: "token.rotated", targetKind: "token", targetId: id, detail });
    return { token, previousUntil: until.toISOString() };
  });
}

export async function revokeToken(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const { count: done } = await tx.prisma.apiToken.updateMany({
      where: { id, userId: requireUserId(actor), revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (done === 0) throw coreErrors.not_found({ detail: "There is no such token." });
    await recordAudit(tx, actor, { action: "token.revoked", targetKind: "token", targetId: id });
  });
}

/**
 * The actor of this token, or null when it is unknown, expired, revoked or used from an address that is not allowed.
 */
export async function actorOfToken(token: string, origin: RequestOrigin): Promise<Actor | null> {
  if (!isMachineSecret(token, prefix)) return null;
  const row = await sql().row(findTokenActor, [sha256(token)]);
  if (!row) return null;
  if (!isAddressAllowed(origin.ip, row.addresses ?? [])) {
    await noteRefusedAddress(row, origin);
    return null;
  }
  if (row.stale || row.lastUsedIp !== origin.ip) void noteUse(row.id, origin);
  const { userId, role, name, email, scopes, resourceIds, hasFactor, factorRequired } = row;
  const mustEnrol = factorRequired && !hasFactor;
  const assurance = { confirmedSecondsAgo: null, hasFactor, mustEnrol, newDeviceSessionId: null };
  const limits = { scopes, resourceId: null, resourceIds };
  const shown = { id: row.id, digest: sha256(token) };
  return { kind: "token", userId, role, name, email, ...limits, sessionId: null, token: shown, origin, assurance };
}

/** When each token was last refused at each address, in this process: a flood must not fill the audit log. */
const refusedAt = new Map<string, number>();

async function noteRefusedAddress(row: { id: string; userId: string }, origin: RequestOrigin): Promise<void> {
  const key = `${row.id} ${origin.ip}`;
  const now = Date.now();
  if (now - (refusedAt.get(key) ?? 0) < 60_000) return;
  if (refusedAt.size > 10_000) refusedAt.clear();
  refusedAt.set(key, now);
  const actor: Actor = { ...systemActor, kind: "token", userId: row.userId, origin };
  await recordAudit(sql(), actor, { action: "token.address_refused", targetKind: "token", targetId: row.id });
}

/** At most once a minute, and at every change of address; a failure costs one entry of "last used". */
async function noteUse(id: string, origin: RequestOrigin): Promise<void> {
  const lastUsedAgent = origin.userAgent?.slice(0, 512) ?? null;
  await sql()
    .prisma.apiToken.updateMany({
      where: { id },
      data: { lastUsedAt: new Date(), lastUsedIp: origin.ip, lastUsedAgent },
    })
    .catch(() => {});
  await noteTokenNetwork(id, origin.ip).catch(() => {});
}
